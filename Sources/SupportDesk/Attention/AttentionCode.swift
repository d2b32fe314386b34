// What about a ticket deserves a look although no field of it is in conflict.

/// A reason to look at a ticket. Derived whenever somebody asks, and never written, so it ends by
/// itself when its cause does.
public enum AttentionCode: String, Hashable, Sendable, CaseIterable {
    /// Resolved or closed, and something was added that whoever finished it had not seen.
    case lateActivity = "late_activity"
    /// In progress, and nobody has it.
    case noOwner = "no_owner"
    /// Given to somebody while somebody else finished it.
    case reassignedAndFinished = "reassigned_and_finished"
    /// Whoever has it was deactivated: it needs an owner.
    case ownerDeactivated = "owner_deactivated"
    /// Its contact belongs to another organization than the ticket.
    case foreignContact = "foreign_contact"
    /// Something waits for somebody's word before the client may see it.
    case held
    /// Not finished, and its category is archived.
    case archivedCategory = "archived_category"
    /// Raised to urgent while somebody else finished it.
    case urgentAndFinished = "urgent_and_finished"
    /// Shared with the client, and there is neither contact nor organization.
    case sharedWithNobody = "shared_with_nobody"
    /// More time is logged than was estimated.
    case overEstimate = "over_estimate"
    /// Two people claimed it apart, and both logged time on one day.
    case twoClaims = "two_claims"
}

/// A reason to look at a ticket, in words.
public struct AttentionRecord: Hashable, Sendable {
    public let code: AttentionCode
    /// What is the matter, and what to do about it.
    public let sentence: String

    public var json: JSONValue {
        ["code": .string(code.rawValue), "sentence": .string(sentence)]
    }
}
