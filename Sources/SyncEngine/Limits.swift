// Every limit of the engine in one place, each with its reason; specs/limits.md repeats them.

/// Bounds that both sides check before they do work for an input.
public enum Limits {
    /// 23 bits: with 40 bits of number a row id stays a positive 64-bit integer.
    public static let maximumOrdinal: UInt32 = 8_388_607
    /// 40 bits: a unit a millisecond for 34 years.
    public static let maximumCounter: UInt64 = 1_099_511_627_775
    /// 48 bits of milliseconds: the year 10889.
    public static let maximumMilliseconds: Int64 = 281_474_976_710_655
    /// A description with a long log pasted in still fits; in bytes of UTF-8.
    public static let maximumTextBytes = 262_144
    /// Values are scalars or short groups of them; deeper nesting has no use and costs stack.
    public static let maximumTupleCount = 16
    /// Rows that one action may touch: a bulk edit of a long list.
    public static let maximumRowsPerUnit = 10_000
    /// Fields of one row in one unit.
    public static let maximumFieldsPerRow = 256
    /// Siblings of one field: more people than that never edit one field apart.
    public static let maximumSiblings = 1_000
    /// Bytes of one row's registers in an encoding, all siblings and their evidence counted: its
    /// delta has to fit an answer.
    public static let maximumRowBytes = 4_194_304
    /// Dots that one write may cover: every sibling, and what one's own unsent writes covered.
    public static let maximumCovers = 4_000
    /// Entries of one vector: replicas that ever wrote one ticket.
    public static let maximumVectorEntries = 10_000
    /// Items of evidence of one write, known and unknown.
    public static let maximumEvidenceItems = 16
    /// Bytes of one item of evidence that this version does not know.
    public static let maximumUnknownEvidenceBytes = 65_536
    /// Bytes of one unit: larger actions are refused before they are saved.
    public static let maximumUnitBytes = 1_048_576
    /// Units in one push: keeps the hub's transaction short.
    public static let maximumUnitsPerPush = 5_000
    /// Units that a request for a new ordinal asks about; 16 bytes each fit one request.
    public static let maximumHashesPerRequest = 200_000
    /// Timelines that a laptop may have followed, and a hub may have lived: restores are rare.
    public static let maximumTimelines = 1_000
    /// Bytes of one request body, expanded: what the hub reads before it answers 413.
    public static let maximumRequestBytes = 4_194_304
    /// Bytes of one answer body, expanded: what a laptop reads before it gives up.
    public static let maximumAnswerBytes = 16_777_216
    /// Bytes at which the hub ends a page of the feed.
    public static let feedPageBytes = 1_048_576
    /// Bytes of rows at which the hub ends a page, also within a unit: an answer holds them, the
    /// units, and one row more.
    public static let feedRowBytes = 4_194_304
    /// Units in one page of the feed.
    public static let maximumUnitsPerPage = 20_000
    /// The longest a hub holds the answer of a pull, in seconds.
    public static let maximumWaitSeconds: UInt64 = 300
    /// Bytes of one document: a long video from a site; what is larger has other homes.
    public static let maximumDocumentBytes: Int64 = 2_147_483_648
    /// Bytes of a document in one request or answer: what a bad link carries before it is cut.
    public static let maximumChunkBytes: Int64 = 8_388_608
    /// Documents of which a laptop asks at a time whether their bytes have come.
    public static let maximumDocumentsAsked = 1_000
    /// Bytes of the reason text in an answer.
    public static let maximumReasonBytes = 1_024
}
