// What enrolment gives a replica: who it is, whose it is, and which hub it follows.

public import SyncEngine

/// The identity of a replica, stored in its file.
public struct ReplicaIdentity: Sendable, Hashable {
    public var ordinal: ReplicaOrdinal
    /// The row of `Directory.memberEntity` that describes the person.
    public var member: RowID
    public var memberName: String
    public var workspace: String
    /// The laptop's name.
    public var replicaName: String
    public var birthCertificate: Nonce
    public var timeline: Timeline
    /// The incarnation nonce that the hub took last.
    public var incarnation: Nonce
    public var hubURL: String

    public init(
        ordinal: ReplicaOrdinal, member: RowID, memberName: String, workspace: String,
        replicaName: String, birthCertificate: Nonce, timeline: Timeline, incarnation: Nonce,
        hubURL: String
    ) {
        self.ordinal = ordinal
        self.member = member
        self.memberName = memberName
        self.workspace = workspace
        self.replicaName = replicaName
        self.birthCertificate = birthCertificate
        self.timeline = timeline
        self.incarnation = incarnation
        self.hubURL = hubURL
    }
}
