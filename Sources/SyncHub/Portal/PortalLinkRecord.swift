// A link as the team sees it: everything about it but the secret.

public import SyncEngine

/// A portal link that is remembered.
public struct PortalLinkRecord: Hashable, Sendable {
    /// By which it is revoked.
    public let number: Int64
    public let contact: RowID
    /// The member who made it; `nil` for the hub's operator.
    public let maker: RowID?
    /// Milliseconds since 1970, as the others.
    public let madeAt: Int64
    public let expiresAt: Int64
    public let revokedAt: Int64?
    /// The member who revoked it; `nil` while nobody has, and for the hub's operator.
    public let revoker: RowID?

    /// The life of the hub's database in which it was made, 16 hexadecimal digits.
    let timeline: String

    /// What a link can be.
    public enum State: String, Sendable {
        case open, expired, revoked
        /// The hub was restored from a backup since.
        case restored
    }

    func state(at now: Int64, on timeline: Timeline) -> State {
        if revokedAt != nil { return .revoked }
        guard self.timeline == timeline.description else { return .restored }
        return now < expiresAt ? .open : .expired
    }
}
