// A small language for cases of the merge rules as clients live through them: what was done apart,
// and what the portal says once some of it has arrived.

import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// A case, told once; ``PortalStoryRun`` lets it arrive in every order.
///
/// What clients read depends on *what* has arrived and on nothing else, so a story says it by the
/// letters of the moves that have: `"AB"` is one line, whichever of the two came first.
struct PortalStory: Sendable, CustomTestStringConvertible {
    let name: String
    /// What everybody had before they went apart.
    let opening: @Sendable (PortalStage) throws -> Void
    let moves: [Move]
    /// By client, and by the letters of what has arrived.
    let readings: [String: [String: Reading]]
    /// Texts of which no client ever reads any.
    let never: [String]
    /// Whether somebody works internally on the ticket meanwhile: at no moment may it show.
    let isWatched: Bool

    /// - Parameters:
    ///   - reads: what Ada reads.
    ///   - others: what the other clients do; who is not named reads nothing at any moment.
    init(
        _ name: String, opening: @escaping @Sendable (PortalStage) throws -> Void, _ moves: [Move],
        reads: [String: Reading], others: [String: [String: Reading]] = [:],
        never: [String] = [], isWatched: Bool = true
    ) {
        self.name = name
        self.opening = opening
        self.moves = moves
        self.never = never
        self.isWatched = isWatched
        let nothing = reads.mapValues { _ in Reading.nothing }
        readings = ["Ada": reads, "Bo": nothing, "Cem": nothing].merging(others) { $1 }
    }

    var testDescription: String { name }

    /// Every text of the story that is a client's at some moment, or never.
    var texts: Set<String> {
        Set(readings.values.flatMap(\.values).flatMap(\.texts) + never)
    }

    /// One push of one laptop.
    struct Move: Sendable {
        let letter: Character
        let person: Person
        /// What its author had seen: done as soon as this has arrived. Nothing: done apart.
        let after: Set<Character>
        /// Whether it is bytes, which take effect when they are sent.
        let isOfBytes: Bool
        let act: @Sendable (PortalStage, Desk) async throws -> Void

        init(
            _ letter: Character, _ person: Person, after: String = "", ofBytes: Bool = false,
            _ act: @escaping @Sendable (PortalStage, Desk) async throws -> Void
        ) {
            self.letter = letter
            self.person = person
            self.after = Set(after)
            isOfBytes = ofBytes
            self.act = act
        }
    }

    /// Somebody with a laptop.
    enum Person: String, CaseIterable {
        case office = "Office"
        case desk = "Desk"
        case field1 = "Field"
        case field2 = "Field 2"
        /// Works internally in every story, apart from everybody.
        case clerk = "Clerk"
    }

    /// What a client's page of the ticket says.
    enum Reading: ExpressibleByArrayLiteral, ExpressibleByNilLiteral, Sendable {
        /// Byte for byte what is said of a ticket that was never made.
        case nothing
        /// These texts of the story, and none of its others.
        case page([String])

        init(arrayLiteral texts: String...) { self = .page(texts) }
        init(nilLiteral: ()) { self = .nothing }

        var texts: [String] {
            if case .page(let texts) = self { texts } else { [] }
        }
    }
}

/// The rows of a story on the laptops that know them.
final class PortalStage {
    let laptops: [PortalStory.Person: DeskLaptop]
    var ticket = RowID(.hub, 1)
    /// The comment or document that the story is about.
    var subject = RowID(.hub, 1)

    init(_ laptops: [PortalStory.Person: DeskLaptop]) { self.laptops = laptops }

    var office: Desk { get throws { try #require(laptops[.office]).desk } }

    /// A ticket of Ada's, shared unless said otherwise.
    func open(isShared: Bool = true, ofNobody: Bool = false) throws {
        var draft = TicketDraft(title: Self.title)
        draft.description = Self.description
        if !ofNobody { draft.contact = "Ada" }
        ticket = try office.createTicket(draft)
        if isShared { try office.share(ticket) }
    }

    static let title = "The pump drips"
    static let description = "Since Monday."

    /// A shared ticket with a comment.
    func openWithComment(_ text: String, _ audience: Audience) throws {
        try open()
        subject = try office.comment(on: ticket, text, audience)
    }

    /// A shared ticket with a document whose bytes have not come.
    func openWithDocument(_ name: String, _ audience: Audience) throws {
        try open()
        subject = try office.attach(Self.draft(name, audience), to: ticket)
    }

    static func draft(_ name: String, _ audience: Audience) -> DocumentDraft {
        DocumentDraft(
            name: name, content: SecretHash.of(Array(content.utf8)),
            size: Int64(content.utf8.count), audience: audience)
    }

    /// What is in every document of a story.
    static let content = "bytes of a document"

    func append(_ text: String, _ desk: Desk) throws {
        var edit = TicketEdit()
        edit.append = text
        try desk.edit(ticket, edit)
    }

    func set(contact: Reference?, organization: Reference?, _ desk: Desk) throws {
        var edit = TicketEdit()
        edit.contact = contact.map { .set($0) } ?? .keep
        edit.organization = organization.map { .set($0) } ?? .keep
        try desk.edit(ticket, edit)
    }

    func setStatus(_ status: Status, _ priority: Priority? = nil, _ desk: Desk) throws {
        var edit = TicketEdit()
        edit.status = status
        edit.priority = priority
        try desk.edit(ticket, edit)
    }
}
