// What the hub said of a unit: stored with its dot, repeated until the laptop confirms it.

/// The hub's judgement of one counter; it is never judged anew.
public enum Verdict: Hashable, Sendable {
    case applied
    /// Applied, and now stands beside other values in at least one field.
    case sibling
    /// Not applied; kept aside with its reason on both sides.
    case refused(Refusal)
    /// The laptop had set the unit aside; its counter is used up.
    case void
}

/// Why a unit was refused as a whole, with the row and the field that were the reason.
public struct Refusal: Error, Hashable, Sendable {
    public let code: Code
    public let key: RowKey?
    public let field: FieldID?
    /// The refused or parked unit of the same replica that this one builds on.
    public let buildsOn: Dot?

    public init(_ code: Code, key: RowKey? = nil, field: FieldID? = nil, buildsOn: Dot? = nil) {
        self.code = code
        self.key = key
        self.field = field
        self.buildsOn = buildsOn
    }

    /// A reason; a newer hub may know more of them.
    public struct Code: Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The bytes of the unit are not a unit.
        public static let malformed = Code(rawValue: 1)
        /// The role of the device's member may not write this.
        public static let notAllowed = Code(rawValue: 2)
        /// The row is not known to the hub.
        public static let unknownRow = Code(rawValue: 3)
        /// A row with this id exists, or the id is another replica's to give.
        public static let rowExists = Code(rawValue: 4)
        /// A covered value or a seen-vector claims what the hub does not know.
        public static let unknownDot = Code(rawValue: 5)
        /// The unit builds on one that was refused or set aside.
        public static let buildsOnRefused = Code(rawValue: 6)
        /// The field is written at creation and never again.
        public static let writtenOnce = Code(rawValue: 7)
        /// The value has the wrong shape for its field, or is beyond a limit.
        public static let badValue = Code(rawValue: 8)
        /// Locally: the unit is too large for the hub to take; see ``Limits``.
        public static let tooLarge = Code(rawValue: 9)

        /// Locally: another copy of this laptop had set the unit aside and said so to the hub.
        public static let setAsideElsewhere = Code(rawValue: 10)

        /// The spelling in JSON.
        public var name: String {
            let names = [
                "malformed", "not_allowed", "unknown_row", "row_exists", "unknown_dot",
                "builds_on_refused", "written_once", "bad_value", "too_large",
                "set_aside_elsewhere",
            ]
            let index = Int(rawValue) - 1
            return names.indices.contains(index) ? names[index] : "code_\(rawValue)"
        }
    }
}
