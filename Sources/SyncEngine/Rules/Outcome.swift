// What a rule decided about a field, in terms that a store can keep and a person can be told.

/// How much a merge should bother people.
public enum Grade: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    /// One value, or equal ones: there was nothing to decide.
    case none = 0
    /// The history says so; nobody is bothered.
    case audit = 1
    /// Whoever was overruled sees a line.
    case notice = 2
    /// A safe value is shown; the case stays until somebody decides.
    case review = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// `none`, `audit`, `notice`, `review`: the spelling in JSON.
    public var name: String {
        switch self {
        case .none: "none"
        case .audit: "audit"
        case .notice: "notice"
        case .review: "review"
        }
    }
}

/// The shown value of a field and how it came about.
public struct Outcome: Hashable, Sendable {
    public var shown: Value
    /// The sibling whose value is shown; `nil` where the value is made of several or of none.
    public var winner: Dot?
    public var grade: Grade
    /// One plain sentence: why this value is shown. The same on every replica.
    public var reason: String
    /// Whether something waits for a person's word before a client may see it.
    public var isHeld: Bool

    public init(
        shown: Value, winner: Dot?, grade: Grade = .none, reason: String = "", isHeld: Bool = false
    ) {
        self.shown = shown
        self.winner = winner
        self.grade = grade
        self.reason = reason
        self.isHeld = isHeld
    }

    /// The outcome of a field that nobody wrote.
    public static let unset = Outcome(shown: .null, winner: nil)
}
