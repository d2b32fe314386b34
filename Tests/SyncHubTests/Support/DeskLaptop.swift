// A whole laptop in memory: a desk over a store, which syncs with the hub over a socket.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// A member at work, with or without the hub.
struct DeskLaptop {
    let desk: Desk
    let token: DeviceToken
    let client: HubClient

    /// Enrols a new member's laptop, and fetches what there is.
    init(_ hub: TestHub, of member: String, role: Role = .member) async throws {
        try await self.init(hub, code: try hub.administration.invite(member, role: role).code)
    }

    init(_ hub: TestHub, code: String) async throws {
        let laptop = try await TestLaptop(hub, code: code)
        let answer = laptop.identity
        let store = try LocalStore.inMemory(
            schema: TicketSchema.schema,
            identity: ReplicaIdentity(
                ordinal: laptop.position.ordinal, member: try #require(RowID(answer.member)),
                memberName: answer.memberName, workspace: answer.workspace,
                replicaName: answer.replica,
                birthCertificate: try #require(Nonce(answer.birthCertificate)),
                timeline: laptop.position.timeline,
                incarnation: laptop.position.incarnation.current, hubURL: "http://127.0.0.1"),
            environment: hub.clock.environment)
        desk = Desk(store)
        token = laptop.token
        client = laptop.client
        try await sync()
    }

    /// Sends what waits and fetches what is new.
    func sync() async throws {
        var session = LaptopSession(
            position: try desk.store.position(), random: SystemRandomNumberGenerator())
        var events: [LaptopSession.Event] = [.begin]
        while !events.isEmpty {
            for effect in session.step(events.removeFirst()) {
                if let event = try await event(after: effect) { events.append(event) }
            }
        }
    }

    private func event(after effect: LaptopSession.Effect) async throws -> LaptopSession.Event? {
        switch effect {
        case .loadOutbox(let after, let units, let bytes):
            let items = try desk.store.outbox(
                after: after, maximumUnits: units, maximumBytes: bytes)
            return .outbox(items, hasMore: items.count == units)
        case .storeIncarnation(let next):
            try desk.store.storeIncarnation(next: next)
            return .incarnationStored
        case .send(let message):
            let response = try await client.send(HubRequest(.post, "/v1/sync", body: message.body))
            try #require(response.status == 200)
            return .answered(response.body)
        case .commit(let commit):
            #expect(try desk.store.commit(commit) != nil)
            return .committed
        case .park(let counter, let refusal):
            try desk.store.park(counter, refusal)
            return .parked
        case .finish: return nil
        }
    }
}
