// The two entities that every workspace has: people and their laptops. The hub alone writes them.

/// Members and replicas, as the hub sends them.
public enum Directory {
    public static let memberEntity: EntityID = 1
    public static let replicaEntity: EntityID = 2

    /// Fields of a member.
    public enum MemberField {
        public static let name: FieldID = 1
        public static let role: FieldID = 2
        public static let isActive: FieldID = 3
        /// The work that a week has room for, in minutes.
        public static let capacity: FieldID = 4
    }

    /// Fields of a replica.
    public enum ReplicaField {
        public static let ordinal: FieldID = 1
        public static let member: FieldID = 2
        public static let name: FieldID = 3
        public static let birthCertificate: FieldID = 4
    }

    public static let members = Entity(
        id: memberEntity, name: "member", writers: .hub,
        fields: [
            Field(id: MemberField.name, name: "name", kind: .text, rule: Latest()),
            Field(
                id: MemberField.role, name: "role",
                kind: .enumeration(Role.allCases.map(\.rawValue)),
                rule: Latest()),
            Field(id: MemberField.isActive, name: "active", kind: .boolean, rule: Latest()),
            Field(id: MemberField.capacity, name: "capacity", kind: .integer, rule: Latest()),
        ])

    public static let replicas = Entity(
        id: replicaEntity, name: "replica", writers: .hub,
        fields: [
            Field(
                id: ReplicaField.ordinal, name: "ordinal", kind: .integer, rule: Latest(),
                isWrittenOnce: true, isIndexed: true),
            Field(
                id: ReplicaField.member, name: "member", kind: .reference(memberEntity),
                rule: Latest(), isWrittenOnce: true),
            Field(id: ReplicaField.name, name: "name", kind: .text, rule: Latest()),
            Field(
                id: ReplicaField.birthCertificate, name: "birth_certificate", kind: .text,
                rule: Latest(), isWrittenOnce: true),
        ])
}

/// What a member may do; judged by the hub when it receives a unit.
public enum Role: String, Hashable, Sendable, CaseIterable {
    case member
    case admin
    case owner

    /// Whether this role's writes are taken where `writers` may write.
    public func mayWrite(_ writers: Writers) -> Bool {
        switch writers {
        case .members: true
        case .admins: self != .member
        case .hub: false
        }
    }
}
