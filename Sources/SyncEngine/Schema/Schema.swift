// An app says here what its rows look like and how each field merges; the engine knows nothing else
// of it.

/// The entities of a workspace, with a rule for every field.
///
/// The two entities of the directory (members and replicas) are part of every schema: the hub
/// writes them, and history names people by them.
public struct Schema: Sendable {
    public let name: String
    /// Grows when entities, fields or columns are added. Neighbouring versions interoperate.
    public let version: UInt64
    /// Grows when a rule decides anything differently. Hub and laptops state it.
    public let rulesVersion: UInt64
    /// Sorted by id; the directory first.
    public let entities: [Entity]

    /// - Precondition: ids and names are unique, references point at entities that exist.
    public init(name: String, version: UInt64, rulesVersion: UInt64, entities: [Entity]) {
        let all = ([Directory.members, Directory.replicas] + entities).sorted { $0.id < $1.id }
        precondition(Set(all.map(\.id)).count == all.count, "an entity's id is used twice")
        precondition(Set(all.map(\.name)).count == all.count, "an entity's name is used twice")
        self.name = name
        self.version = version
        self.rulesVersion = rulesVersion
        self.entities = all
    }

    public func entity(_ id: EntityID) -> Entity? { entities.first { $0.id == id } }
    public func entity(named name: String) -> Entity? { entities.first { $0.name == name } }
}

/// A kind of row: a table with a column for each shown value.
public struct Entity: Sendable {
    public let id: EntityID
    /// The table's name: a lower-case SQL word in the singular.
    public let name: String
    /// Sorted by id.
    public let fields: [Field]
    /// Who may create rows and write their fields.
    public let writers: Writers
    /// The field that names the row this one belongs to: a comment's ticket.
    public let owner: FieldID?

    public init(
        id: EntityID, name: String, writers: Writers = .members, owner: FieldID? = nil,
        fields: [Field]
    ) {
        precondition(Set(fields.map(\.id)).count == fields.count, "a field's id is used twice")
        self.id = id
        self.name = name
        self.writers = writers
        self.owner = owner
        self.fields = fields.sorted { $0.id < $1.id }
    }

    public func field(_ id: FieldID) -> Field? { fields.first { $0.id == id } }
    public func field(named name: String) -> Field? { fields.first { $0.name == name } }
}

/// Whose writes the hub takes, by the role of the device's member at receipt.
public enum Writers: String, Hashable, Sendable {
    case members
    case admins
    case hub
}

/// A register of a row, with the columns that show it and the rule that merges it.
public struct Field: Sendable {
    public let id: FieldID
    public let name: String
    /// One column, or several for a group that makes sense only together.
    public let columns: [Column]
    public let rule: any MergeRule
    /// Written at creation and never again; the hub refuses an edit.
    public let isWrittenOnce: Bool
    /// Whether full-text search looks at it, losing values included.
    public let isSearchable: Bool

    public init(
        id: FieldID, name: String, columns: [Column], rule: any MergeRule,
        isWrittenOnce: Bool = false, isSearchable: Bool = false
    ) {
        precondition(!columns.isEmpty && columns.count <= Limits.maximumTupleCount)
        self.id = id
        self.name = name
        self.columns = columns
        self.rule = rule
        self.isWrittenOnce = isWrittenOnce
        self.isSearchable = isSearchable
    }

    /// A field of one column that bears the field's name.
    public init(
        id: FieldID, name: String, kind: Column.Kind, rule: any MergeRule,
        isWrittenOnce: Bool = false, isSearchable: Bool = false, isIndexed: Bool = false
    ) {
        self.init(
            id: id, name: name, columns: [Column(name: name, kind: kind, isIndexed: isIndexed)],
            rule: rule, isWrittenOnce: isWrittenOnce, isSearchable: isSearchable)
    }
}

/// One readable column of a field.
public struct Column: Sendable {
    public let name: String
    public let kind: Kind
    public let isIndexed: Bool

    public init(name: String, kind: Kind, isIndexed: Bool = false) {
        self.name = name
        self.kind = kind
        self.isIndexed = isIndexed
    }

    public enum Kind: Sendable, Hashable {
        case text
        case integer
        /// 0 or 1.
        case boolean
        /// Stored as the name in the column, as the number `index` in the register. A number that
        /// this version does not know stands in the column as `#number`.
        case enumeration([String])
        /// The id of a row of that entity.
        case reference(EntityID)
    }
}
