// Keeps the books of a run outside of the engine: what each person read on the screen when they
// wrote, and when they published. From this alone follows what a client may ever read.

import Foundation
import SupportDesk
import SyncEngine

/// Knows of every text whether anybody ever said or saw that it goes to the client.
///
/// A text is a number, written `#17;` wherever it stands, alone or among others.
struct LeakOracle {
    private(set) var released: Set<Int> = []
    private var releasedClients: Set<Int> = []
    private var ownByRow: [Place: [Int]] = [:]
    private(set) var texts = 0
    private(set) var clients = 0

    private struct Place: Hashable {
        let laptop: Int
        let key: RowKey
    }

    /// Somebody writes a text; `isSaid`: the screen before them says that the client will see it.
    mutating func write(_ laptop: Int, _ key: RowKey, isSaid: Bool) -> Int {
        texts += 1
        ownByRow[Place(laptop: laptop, key: key), default: []].append(texts)
        if isSaid { released.insert(texts) }
        return texts
    }

    /// Somebody chooses a client, each time one that was never chosen before.
    mutating func chooseClient(isSaid: Bool) -> Int {
        clients += 1
        if isSaid { releasedClients.insert(clients) }
        return clients
    }

    /// Somebody publishes a row: what stands on the screen, and their own words, were seen.
    mutating func publish(_ laptop: Int, _ key: RowKey, screen: RowState) {
        for field in screen.fields {
            guard let flag = ClientView.flag(releasing: field.id, of: key.entity) else { continue }
            for value in field.register.siblings.map(\.value) {
                if let text = value.text { released.formUnion(Self.texts(in: text)) }
                if flag == TicketField.shared, let client = Self.client(in: value) {
                    releasedClients.insert(client)
                }
            }
        }
        released.formUnion(ownByRow[Place(laptop: laptop, key: key)] ?? [])
    }

    /// What of an answer nobody ever said or saw.
    func leaks(in answer: ClientTicket, to client: Int) -> [String] {
        let said =
            [answer.title, answer.description ?? ""] + answer.comments.map(\.body)
            + answer.documents.map(\.name)
        let leaked = said.flatMap(Self.texts).filter { !released.contains($0) }
        return leaked.map { "text #\($0);" }
            + (releasedClients.contains(client) ? [] : ["the ticket, to client \(client)"])
    }

    /// What of a page's content nobody ever said or saw; the head before it has colours, which look
    /// like texts of ours.
    func leaks(inPage page: String) -> [String] {
        let body = page.range(of: "<body>").map { page[$0.upperBound...] } ?? page[...]
        return Self.texts(in: String(body)).filter { !released.contains($0) }
            .map { "text #\($0); on a page" }
    }

    /// The numbers of the texts that stand in a text.
    static func texts(in text: String) -> [Int] {
        var found: [Int] = []
        var number: Int?
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "#"): number = 0
            case UInt8(ascii: ";"):
                if let number { found.append(number) }
                number = nil
            default: number = number.map { $0 * 10 + Int(byte) - 48 }
            }
        }
        return found
    }

    /// The client that was chosen as this value.
    static func client(in value: Value) -> Int? {
        let parts = value.components.compactMap(\.integer).compactMap(RowID.init(rawValue:))
        return parts.first.map { Int($0.number) }
    }
}
