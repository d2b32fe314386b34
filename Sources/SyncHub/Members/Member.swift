// A person of a workspace, as the hub's own rows say it.

public import SyncEngine

/// A member as it stands now.
public struct Member: Hashable, Sendable {
    public let id: RowID
    public let name: String
    public let role: Role
    /// Whether the member's devices may sync.
    public let isActive: Bool
    /// The work that a week of theirs has room for, in minutes; `nil` where nobody has said.
    public let capacity: Int64?

    init(id: RowID, name: String, role: Role, isActive: Bool, capacity: Int64? = nil) {
        self.id = id
        self.name = name
        self.role = role
        self.isActive = isActive
        self.capacity = capacity
    }

    /// - Returns: `nil` if the row lacks what every member has.
    init?(id: RowID, _ state: RowState) {
        // Only the hub writes members, one write after the other: there is one sibling a field.
        func value(_ field: FieldID) -> Value? { state[field].siblings.last?.value }
        guard let name = value(Directory.MemberField.name)?.text,
            let rank = value(Directory.MemberField.role)?.integer,
            Role.allCases.indices.contains(Int(rank))
        else { return nil }
        self.init(
            id: id, name: name, role: Role.allCases[Int(rank)],
            isActive: value(Directory.MemberField.isActive)?.integer == 1,
            capacity: value(Directory.MemberField.capacity)?.integer)
    }
}
