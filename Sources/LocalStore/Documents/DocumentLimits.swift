// The bounds and the patience of document storage in one place, each with its reason.

/// What documents may take of a disk, and for how long. What a single document may weigh stands in
/// `Limits`, since hub and laptops have to agree on it.
public enum DocumentLimits {
    /// Bytes in memory while a document is copied, hashed or sent, whatever its size.
    public static let pieceBytes = 262_144
    /// Bytes of the disk that documents leave to the database: people can go on writing.
    public static let reservedDiskBytes: Int64 = 67_108_864
    /// Bytes of documents that a laptop keeps unless it is told otherwise.
    public static let keptBytes: Int64 = 4_294_967_296
    /// A transfer that nobody has gone on with for a week is begun anew.
    public static let partialLifetimeSeconds: Int64 = 604_800
    /// Bytes that no row names may be those of a row that is about to be written; a day later
    /// they are not.
    public static let unnamedLifetimeSeconds: Int64 = 86_400
}
