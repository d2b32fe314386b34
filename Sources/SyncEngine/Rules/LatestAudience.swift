// Contact and organization are one value: merged apart they make a client that nobody chose. While
// the client can read the ticket, a wrong one is a leak, so then a person decides.

/// The latest, as a whole; graded review while the flag that releases the row says visible.
public struct LatestAudience: MergeRule {
    public let name = "latest-audience"
    /// The flag that shows the row to the client.
    public let release: FieldID

    public init(releasedBy release: FieldID) { self.release = release }

    public var reads: [FieldID] { [release] }

    public func outcome(of field: FieldView) -> Outcome {
        guard let latest = field.latest else { return .unset }
        let flags = field.siblings(of: release)
        let isReleased = !flags.isEmpty && flags.allSatisfy(\.isYes)
        return field.chosen(
            latest, grade: isReleased ? .review : .notice,
            reason: isReleased
                ? "Two clients were set apart while the client may read; the latest is used."
                : "Two clients were set apart; the latest is used as a whole.")
    }
}
