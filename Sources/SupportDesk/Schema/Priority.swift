// How pressing a ticket is; merging shows the most pressing of what was set apart.

public import SyncEngine

/// The priorities of a ticket, the most pressing first.
public enum Priority: Int64, Hashable, Sendable, CaseIterable {
    case urgent = 0
    case high = 1
    case normal = 2
    case low = 3

    /// The spelling in columns, commands and JSON.
    public var name: String {
        switch self {
        case .urgent: "urgent"
        case .high: "high"
        case .normal: "normal"
        case .low: "low"
        }
    }

    public init?(name: String) {
        guard let priority = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = priority
    }

    /// What to write into the register.
    public var value: Value { .integer(rawValue) }
}
