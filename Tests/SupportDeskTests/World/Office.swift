// A hub and laptops in memory, over the real sessions and stores: what desk tests work in.

import LocalStore
import SupportDesk
import Synchronization
import SyncEngine

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    /// 2026-11-20T09:00:00Z.
    init() { milliseconds = Mutex(1_795_165_200_000) }

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(minutes: Int64) { milliseconds.withLock { $0 += minutes * 60_000 } }
}

/// Numbers that look random and are not. Source: SplitMix64, Steele, Lea, Flood, 2014.
struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// A workspace with a hub; members come with a laptop each.
final class Office {
    let clock = TestClock()
    private let hub: LocalStore
    private var numbers = SeededNumbers(7)

    init() throws {
        hub = try LocalStore.inMemoryHub(
            schema: TicketSchema.schema, workspace: "office", timeline: Timeline(Nonce(11)),
            environment: Self.environment(clock))
    }

    private static func environment(_ clock: TestClock) -> StoreEnvironment {
        let numbers = Mutex(SeededNumbers(5))
        return StoreEnvironment(
            wallMilliseconds: { clock.now }, random: { numbers.withLock { $0.next() } })
    }

    /// A member with a laptop that has synced once.
    func laptop(of name: String, role: Role = .owner) throws -> Laptop {
        try enrol(name, role, known: nil, device: "\(name)'s laptop")
    }

    /// Another laptop of somebody who has one, synced once.
    func secondLaptop(of laptop: Laptop) throws -> Laptop {
        let name = laptop.desk.store.identity.memberName
        return try enrol(name, .member, known: laptop.desk.me, device: "\(name)'s other laptop")
    }

    private func enrol(
        _ name: String, _ role: Role, known: RowID?, device: String
    ) throws -> Laptop {
        let incarnation = Nonce(numbers.next())
        let nonce = Nonce(numbers.next())
        let now = clock.now
        let identity = try hub.hubTransaction(mayWrite: true) { transaction in
            let ordinal = try transaction.nextOrdinal()
            try transaction.addSender(ordinal, incarnation: incarnation)
            let member = try known ?? transaction.nextRow(Directory.memberEntity)
            let replica = try transaction.nextRow(Directory.replicaEntity)
            var changes = [
                RowChange(
                    key: RowKey(Directory.replicaEntity, replica), isCreation: true,
                    writes: Self.replica(ordinal, member, device))
            ]
            if known == nil {
                changes.append(
                    RowChange(
                        key: RowKey(Directory.memberEntity, member), isCreation: true,
                        writes: Self.member(name, role)))
            }
            _ = try transaction.writeOwn(changes, receivedAt: now, nonce: nonce)
            return ReplicaIdentity(
                ordinal: ordinal, member: member, memberName: name, workspace: "office",
                replicaName: device, birthCertificate: Nonce(1),
                timeline: Timeline(Nonce(11)), incarnation: incarnation, hubURL: "memory:")
        }
        let store = try LocalStore.inMemory(
            schema: TicketSchema.schema, identity: identity, environment: Self.environment(clock))
        let laptop = Laptop(desk: Desk(store), office: self)
        try laptop.sync()
        return laptop
    }

    /// A member is deactivated, as an admin does it at the hub.
    func deactivate(_ member: RowID) throws {
        try write(Directory.MemberField.isActive, of: member, .boolean(false))
    }

    /// How much work a member's week has room for, as an admin says it at the hub.
    func setCapacity(of member: RowID, to minutes: Int64) throws {
        try write(Directory.MemberField.capacity, of: member, .integer(minutes))
    }

    /// A member is given another role, as an admin does it at the hub.
    func setRole(of member: RowID, to role: Role) throws {
        let code = Role.allCases.firstIndex(of: role) ?? 0
        try write(Directory.MemberField.role, of: member, .integer(Int64(code)))
    }

    private func write(_ field: FieldID, of member: RowID, _ value: Value) throws {
        let nonce = Nonce(numbers.next())
        try hub.hubTransaction(mayWrite: true) { transaction in
            let key = RowKey(Directory.memberEntity, member)
            let covers = try transaction.row(key)?[field].siblings.map(\.dot) ?? []
            let write = FieldWrite(field: field, value: value, covers: covers)
            _ = try transaction.writeOwn(
                [RowChange(key: key, isCreation: false, writes: [write])],
                receivedAt: clock.now, nonce: nonce)
        }
    }

    /// The heads of the hub's chains.
    func chainHeads() throws -> [ChainHead] {
        try hub.prepareChains()
        return try hub.read { try $0.chainHeads() }
    }

    private static func member(_ name: String, _ role: Role) -> [FieldWrite] {
        let code = Role.allCases.firstIndex(of: role) ?? 0
        return [
            FieldWrite(field: Directory.MemberField.name, value: .text(name)),
            FieldWrite(field: Directory.MemberField.role, value: .integer(Int64(code))),
            FieldWrite(field: Directory.MemberField.isActive, value: .boolean(true)),
        ]
    }

    private static func replica(
        _ ordinal: ReplicaOrdinal, _ member: RowID, _ name: String
    ) -> [FieldWrite] {
        [
            FieldWrite(
                field: Directory.ReplicaField.ordinal, value: .integer(Int64(ordinal.rawValue))),
            FieldWrite(field: Directory.ReplicaField.member, value: .row(member)),
            FieldWrite(field: Directory.ReplicaField.name, value: .text(name)),
        ]
    }

    /// One sync of a laptop, to the end.
    func sync(_ store: LocalStore) throws {
        let random = SeededNumbers(numbers.next())
        var session = LaptopSession(position: try store.position(), random: random)
        var events: [LaptopSession.Event] = [.begin]
        while !events.isEmpty {
            for effect in session.step(events.removeFirst()) {
                switch effect {
                case .loadOutbox(let after, let units, let bytes):
                    let items = try store.outbox(
                        after: after, maximumUnits: units, maximumBytes: bytes)
                    events.append(.outbox(items, hasMore: items.count == units))
                case .storeIncarnation(let next):
                    try store.storeIncarnation(next: next)
                    events.append(.incarnationStored)
                case .send(let message):
                    let ordinal = store.identity.ordinal
                    events.append(.answered(try answer(message.body, from: ordinal)))
                case .commit(let commit):
                    _ = try store.commit(commit)
                    events.append(.committed)
                case .park(let counter, let refusal):
                    try store.park(counter, refusal)
                    events.append(.parked)
                case .finish: break
                }
            }
        }
    }

    private func answer(_ body: [UInt8], from ordinal: ReplicaOrdinal) throws -> [UInt8] {
        var session = HubSession(schema: TicketSchema.schema)
        var effects = session.step(.received(body, from: ordinal, at: clock.now))
        while let effect = effects.first {
            switch effect {
            case .load(let load): effects = try judge(load, with: &session)
            case .read(let place, let bounds):
                effects = session.step(.read(try hub.feed(from: place, bounds)))
            case .wait: effects = session.step(.waitEnded)
            case .answer(let bytes): return bytes
            case .refuse, .commit: preconditionFailure("the hub refused a body of ours")
            }
        }
        preconditionFailure("the hub gave no answer")
    }

    private func judge(
        _ load: HubLoad, with session: inout HubSession
    ) throws -> [HubSession.Effect] {
        let nonce = Nonce(numbers.next())
        var running = session
        let effects = try hub.hubTransaction(mayWrite: load.mayWrite) { transaction in
            let role = try Self.role(of: load.ordinal, transaction)
            let context = try transaction.context(for: load, role: role, isActive: true)
            let effects = running.step(.loaded(context))
            guard case .commit(let commit) = effects.first else { return effects }
            _ = try transaction.commit(commit, nonce: nonce)
            return running.step(.committed)
        }
        session = running
        return effects
    }

    private static func role(
        of ordinal: ReplicaOrdinal, _ transaction: HubTransaction
    ) throws -> Role {
        let record = try transaction.select(
            """
            SELECT member.role AS role FROM replica JOIN member ON member.id = replica.member
            WHERE replica.ordinal = ?
            """, [.integer(Int64(ordinal.rawValue))]
        ).first
        return record.flatMap { $0["role"].text }.flatMap(Role.init(rawValue:)) ?? .member
    }
}

/// A member's laptop.
struct Laptop {
    let desk: Desk
    let office: Office

    /// Sends what waits and fetches what is new.
    func sync() throws { try office.sync(desk.store) }

    /// The token of what the ticket's page shows now.
    func screen(_ ticket: RowID) throws -> Rendered {
        try desk.store.read { try $0.renderedTree(RowKey(TicketSchema.ticket, ticket)) }
    }

    /// The fields that a unit wrote, as history spells them.
    func fields(of dot: Dot?) throws -> [String] {
        guard let dot else { return [] }
        let entry = try desk.store.read { try $0.entry(dot) }
        return (entry?.unit.changes ?? []).flatMap { change in
            change.writes.map {
                FieldPath(change.key, $0.field).spelled(in: TicketSchema.schema)
            }
        }
    }

    /// The evidence of a write.
    func evidence(_ dot: Dot?, _ field: FieldID) throws -> Evidence? {
        guard let dot else { return nil }
        return try desk.store.read { try $0.entry(dot) }?.unit.changes.first?.writes
            .first { $0.field == field }?.evidence
    }
}
