// A laptop as the hub knows it: its replica, whose it is, and whether it may still sync.

public import SyncEngine

/// An enrolled device.
public struct Device: Hashable, Sendable {
    public let ordinal: ReplicaOrdinal
    public let member: RowID
    /// The row of ``Directory/replicaEntity``.
    public let replica: RowID
    /// The laptop's name.
    public let name: String
    /// Milliseconds since 1970.
    public let enrolledAt: Int64
    /// When it was revoked, milliseconds since 1970; `nil` while it may sync.
    public let revokedAt: Int64?
    /// The ordinal that it had before the hub was restored, if it has joined again.
    public var former: ReplicaOrdinal?
}
