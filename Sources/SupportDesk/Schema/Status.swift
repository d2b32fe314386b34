// How far the work on a ticket is; the codes are the ranks that merging compares.

public import SyncEngine

/// The stages of a ticket. A code is its rank within a cycle: see ``SyncEngine/StageCycle``.
public enum Status: Int64, Hashable, Sendable, CaseIterable {
    case open = 0
    case inProgress = 1
    case resolved = 2
    case closed = 3

    /// The spelling in columns, commands and JSON.
    public var name: String {
        switch self {
        case .open: "open"
        case .inProgress: "in_progress"
        case .resolved: "resolved"
        case .closed: "closed"
        }
    }

    /// Whether the work is done: the way back out of it begins a new cycle.
    public var isFinish: Bool { self == .resolved || self == .closed }

    public init?(name: String) {
        guard let status = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = status
    }

    /// How the status of a ticket merges.
    public static let rule = StageCycle(finishes: allCases.filter(\.isFinish).map(\.rawValue))

    /// The stage of a shown value, or `nil` if it is unset or of a newer version.
    public init?(_ shown: Value) {
        guard case .tuple(let parts) = shown, parts.count == 2, let stage = parts[1].integer else {
            return nil
        }
        self.init(rawValue: stage)
    }

    /// The value to write for a move from what was shown, in the right cycle.
    public func value(from shown: Value) -> Value {
        Self.rule.value(movingTo: rawValue, from: shown)
    }
}
