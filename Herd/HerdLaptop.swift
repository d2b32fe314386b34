// A laptop without a disk and a screen: a real sync session over a real socket.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import SyncHub

/// One simulated laptop.
struct HerdLaptop: Sendable {
    let number: Int
    private(set) var position: LaptopPosition
    private let token: String
    private let client: HubClient
    private var outbox: [OutboxItem] = []
    private var lastCounter: UInt64 = 0
    private var rows: UInt64 = 0
    private var book: FeedBook?

    /// Enrols with a code.
    init(_ number: Int, code: String, client: HubClient) async throws {
        let token = DeviceToken { .random(in: .min ... .max) }
        let request = Enrolment.Request(
            code: code, enrolmentNonce: Nonce(.random(in: .min ... .max)).description,
            token: token.text, replica: "laptop \(number)", schema: TicketSchema.schema.name,
            schemaVersion: TicketSchema.schema.version)
        let response = try await client.send(
            HubRequest(
                .post, "/v1/enrol", body: Array(try JSONEncoder().encode(request)),
                contentType: "application/json", accept: "application/json"))
        let answer = try JSONDecoder().decode(Enrolment.Answer.self, from: Data(response.body))
        guard let ordinal = ReplicaOrdinal(answer.ordinal),
            let timeline = Nonce(answer.timeline), let incarnation = Nonce(answer.incarnation)
        else { throw HubProcess.Failure(description: "an enrolment that makes no laptop") }
        self.number = number
        self.client = client
        self.token = token.text
        position = LaptopPosition(
            ordinal: ordinal, timeline: Timeline(timeline),
            cursor: Cursor(position: 0, nonce: Nonce(0)),
            incarnation: Incarnation(current: incarnation),
            versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion))
    }

    /// Somebody writes something.
    mutating func edit() {
        rows += 1
        lastCounter += 1
        let key = RowKey(TicketSchema.contact, RowID(position.ordinal, rows))
        let write = FieldWrite(field: NamedField.name, value: .text("Contact \(rows)"))
        let unit = SyncEngine.Unit(
            stamp: Stamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)),
            changes: [RowChange(key: key, isCreation: true, writes: [write])])
        outbox.append(.unit(counter: lastCounter, unit))
    }

    /// What a session that did not end well is good for: when to try again.
    struct Trouble: Error {
        let retryAfter: Duration?
        /// Not a matter of time: the hub has refused to talk.
        var refusal: String?
    }

    /// One session; whatever happens, the position is as a disk would have it.
    mutating func sync(waitSeconds: UInt64, _ tally: Tally) async throws {
        var session = LaptopSession(
            position: position, waitSeconds: waitSeconds, random: SystemRandomNumberGenerator())
        var effects = session.step(.begin)
        while !effects.isEmpty {
            let effect = effects.removeFirst()
            switch effect {
            case .loadOutbox(let after, let maximumUnits, _):
                let items = outbox.filter { $0.counter > after }
                effects += session.step(
                    .outbox(
                        Array(items.prefix(maximumUnits)), hasMore: items.count > maximumUnits))
            case .storeIncarnation: effects += session.step(.incarnationStored)
            case .send(let message):
                position = session.position
                effects += session.step(.answered(try await send(message, tally)))
            case .commit(let commit):
                book?.note(commit.page)
                effects += session.step(.committed)
                position = session.position
                outbox.removeAll { $0.counter <= commit.acknowledged }
                tally.acknowledged(commit, by: position.ordinal)
            case .park: throw Trouble(retryAfter: nil, refusal: "too large")
            case .finish(.upToDate): break
            case .finish(.rejected(let rejection, _)):
                throw Trouble(retryAfter: nil, refusal: "\(rejection)")
            case .finish(.unanswered): throw Trouble(retryAfter: nil)
            }
        }
        tally.isCurrent(number, at: position.cursor.position)
    }

    /// Follows the whole feed and writes it down.
    mutating func read(into book: FeedBook, _ tally: Tally) async throws {
        self.book = book
        try await sync(waitSeconds: 0, tally)
    }

    private func send(
        _ message: LaptopSession.Message, _ tally: Tally
    ) async throws -> [UInt8] {
        var request = HubRequest(
            .post, "/v1/sync", body: message.body, maximumAnswerBytes: Limits.maximumAnswerBytes,
            headers: ["Authorization": "Bearer " + token])
        request.wait = message.waitSeconds > 0 ? .seconds(message.waitSeconds) : nil
        tally.asked()
        do {
            let response = try await client.send(request)
            guard response.status == 200 else {
                throw Trouble(
                    retryAfter: response.retryAfter,
                    refusal: response.status == 503 || response.status == 429
                        ? nil : "status \(response.status)")
            }
            return response.body
        } catch let error as HubClientError {
            throw Trouble(retryAfter: error.retryAfter)
        }
    }
}
