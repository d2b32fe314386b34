// A laptop without a store: just enough of one to speak the protocol over a socket.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

struct TestLaptop: Sendable {
    let token: DeviceToken
    let identity: Enrolment.Answer
    let client: HubClient
    var position: LaptopPosition

    /// Enrols with a code.
    init(_ hub: TestHub, code: String, name: String = "van") async throws {
        let request = Enrolment.Request.sample(code: code, name: name)
        let response = try await hub.enrol(request)
        token = try #require(DeviceToken(request.token))
        identity = try JSONDecoder().decode(Enrolment.Answer.self, from: Data(response.body))
        client = try hub.client(token: token)
        position = LaptopPosition(
            ordinal: try #require(ReplicaOrdinal(identity.ordinal)),
            timeline: Timeline(try #require(Nonce(identity.timeline))),
            cursor: Cursor(position: 0, nonce: Nonce(0)),
            incarnation: Incarnation(current: try #require(Nonce(identity.incarnation))),
            versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion))
    }

    /// A laptop of a new member.
    init(_ hub: TestHub, of member: String, role: Role = .member) async throws {
        let code = try hub.administration.invite(member, role: role).code
        try await self.init(hub, code: code, name: member + "'s laptop")
    }

    func request(_ units: [SyncEngine.Unit] = [], waitSeconds: UInt64 = 0) -> SyncRequest {
        var position = position
        if !units.isEmpty { position.incarnation.next = Nonce(.random(in: .min ... .max)) }
        return SyncRequest(
            id: Nonce(.random(in: .min ... .max)), position: position, waitSeconds: waitSeconds,
            items: units.map { .unit($0) })
    }

    /// Sends a request; changes nothing here.
    func answer(to request: SyncRequest) async throws -> SyncAnswer {
        var message = HubRequest(.post, "/v1/sync", body: request.encoded())
        message.wait = .seconds(60)
        let response = try await client.send(message)
        #expect(response.status == 200)
        var sent: [Dot: SyncEngine.Unit] = [:]
        for (counter, item) in zip(request.counters, request.items) {
            if case .unit(let unit) = item { sent[Dot(position.ordinal, counter)] = unit }
        }
        let answer = try SyncAnswer(response.body, sent: sent)
        #expect(answer.id == request.id)
        return answer
    }

    /// One round trip, and the step it takes this laptop forward.
    @discardableResult mutating func sync(
        _ units: [SyncEngine.Unit] = [], waitSeconds: UInt64 = 0
    ) async throws -> SyncAnswer.Accepted {
        let answer = try await answer(to: request(units, waitSeconds: waitSeconds))
        let accepted = try answer.accepted()
        position.acknowledged = accepted.acknowledged
        position.incarnation = Incarnation(current: accepted.incarnation)
        #expect(accepted.page.reachesHead)
        position.cursor = accepted.page.head
        position.staged = accepted.page.staged
        return accepted
    }

    /// A unit that makes the n-th row of a list with this name.
    func creation(of entity: EntityID, _ name: String, n: UInt64 = 1) -> SyncEngine.Unit {
        let key = RowKey(entity, RowID(position.ordinal, n))
        let write = FieldWrite(field: NamedField.name, value: .text(name))
        return SyncEngine.Unit(
            stamp: Stamp(milliseconds: 1_700_000_000_000),
            changes: [RowChange(key: key, isCreation: true, writes: [write])])
    }
}

extension SyncAnswer {
    func accepted() throws -> Accepted {
        guard case .accepted(let accepted) = result else {
            Issue.record("rejected: \(result)")
            throw CancellationError()
        }
        return accepted
    }

    var rejection: Rejection? {
        if case .rejected(let rejection) = result { rejection } else { nil }
    }
}

extension FeedPage {
    /// What the page's units wrote into the field `name` of the entity's rows.
    func names(of entity: EntityID) -> [String] {
        units.flatMap(\.unit.changes).filter { $0.key.entity == entity }
            .flatMap(\.writes).filter { $0.field == NamedField.name }.compactMap(\.value.text)
    }
}

extension Enrolment.Request {
    static func sample(code: String, name: String = "van") -> Self {
        let nonce = Nonce(.random(in: .min ... .max))
        let token = DeviceToken(random: { .random(in: .min ... .max) })
        return Self(
            code: code, enrolmentNonce: nonce.description, token: token.text, replica: name,
            schema: TicketSchema.schema.name, schemaVersion: TicketSchema.schema.version)
    }
}

extension TestHub {
    func enrol(_ request: Enrolment.Request) async throws -> HubResponse {
        try await enrol(body: Array(try JSONEncoder().encode(request)))
    }

    func enrol(body: [UInt8]) async throws -> HubResponse {
        try await send(
            HubRequest(
                .post, "/v1/enrol", body: body, contentType: "application/json",
                accept: "application/json"))
    }
}
