// Reads and writes members: rows like all others, but written by the hub alone.

internal import LocalStore
internal import SyncEngine

/// The members of a workspace within one transaction.
struct MemberDirectory {
    let transaction: HubTransaction
    let environment: StoreEnvironment

    func member(_ id: RowID) throws -> Member? {
        try transaction.row(RowKey(Directory.memberEntity, id)).flatMap { Member(id: id, $0) }
    }

    /// The member of exactly this name, deactivated ones among them.
    func member(named name: String) throws -> Member? {
        try transaction.select("SELECT id FROM member WHERE name = ?", [.text(name)])
            .first?["id"].integer.flatMap { RowID(rawValue: $0) }.flatMap(member)
    }

    /// Sorted by id: in the order in which they were made.
    func all() throws -> [Member] {
        try transaction.select("SELECT id FROM member ORDER BY id", [])
            .compactMap { try $0["id"].integer.flatMap { RowID(rawValue: $0) }.flatMap(member) }
    }

    /// Makes a member. The name was checked to be free and well formed.
    func create(_ name: String, _ role: Role) throws -> Member {
        let id = try transaction.nextRow(Directory.memberEntity)
        let writes = [
            FieldWrite(field: Directory.MemberField.name, value: .text(name)),
            FieldWrite(field: Directory.MemberField.role, value: role.value),
            FieldWrite(field: Directory.MemberField.isActive, value: .boolean(true)),
        ]
        try transaction.writeOwn(
            RowChange(
                key: RowKey(Directory.memberEntity, id), isCreation: true, writes: writes),
            environment)
        return Member(id: id, name: name, role: role, isActive: true)
    }

    func setRole(of member: Member, to role: Role) throws {
        try set(Directory.MemberField.role, of: member, to: role.value)
    }

    func setActive(_ member: Member, _ isActive: Bool) throws {
        try set(Directory.MemberField.isActive, of: member, to: .boolean(isActive))
    }

    /// - Parameter minutes: a week; `nil` takes it away.
    func setCapacity(of member: Member, to minutes: Int64?) throws {
        try set(
            Directory.MemberField.capacity, of: member, to: minutes.map { .integer($0) } ?? .null)
    }

    private func set(_ field: FieldID, of member: Member, to value: Value) throws {
        let key = RowKey(Directory.memberEntity, member.id)
        let covers = try transaction.row(key)?[field].siblings.map(\.dot) ?? []
        let write = FieldWrite(field: field, value: value, covers: covers)
        try transaction.writeOwn(
            RowChange(key: key, isCreation: false, writes: [write]), environment)
    }
}

extension Role {
    /// How a register holds it: the number of the enumeration's case.
    fileprivate var value: Value {
        .integer(Int64(Role.allCases.firstIndex(of: self).unsafelyUnwrapped))  // it is a case
    }
}

extension HubTransaction {
    /// One unit of the hub's own, of one row.
    func writeOwn(_ change: RowChange, _ environment: StoreEnvironment) throws {
        _ = try writeOwn(
            [change], receivedAt: environment.wallMilliseconds(),
            nonce: Nonce(environment.random()))
    }
}
