// What both sides of a comparison can do; everything else about them differs.

/// One side of a comparison over the same rows: plain SQLite, or the engine.
protocol Contender {
    /// The file or directory that it may leave behind.
    var path: String { get }

    /// The file that SQLite keeps the WAL's index in.
    var sharedMemoryPath: String { get }

    /// Makes tickets of the workload.
    func insert(_ tickets: Range<Int>, perTransaction: Int) throws

    func setStatus(_ edits: ArraySlice<Workload.Edit>, perTransaction: Int) throws

    func close() throws
}

/// SQLite's `PRAGMA synchronous`; both sides of a row run at the same.
enum Synchronous: String, CaseIterable, Encodable {
    case normal = "NORMAL"
    case full = "FULL"
}
