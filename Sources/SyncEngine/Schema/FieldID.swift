// Numbers that name entities and fields on disk and on the wire, for ever.

/// The number of a field within its entity; never used again for another field.
public struct FieldID: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
    public let rawValue: UInt16
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }
    public init(integerLiteral value: UInt16) { rawValue = value }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The number of an entity within the schema; never used again for another entity.
public struct EntityID: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
    public let rawValue: UInt16
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }
    public init(integerLiteral value: UInt16) { rawValue = value }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names one row of the workspace.
public struct RowKey: Hashable, Comparable, Sendable {
    public let entity: EntityID
    public let row: RowID

    public init(_ entity: EntityID, _ row: RowID) {
        self.entity = entity
        self.row = row
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.entity == right.entity ? left.row < right.row : left.entity < right.entity
    }
}
