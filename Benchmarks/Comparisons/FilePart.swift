// Where the bytes of a file are, as SQLite's own page statistics say.

/// A table or an index, and its pages.
struct FilePart: Encodable {
    let name: String
    let bytes: Int

    /// Full-text search keeps its tables beside the rows.
    var isSearch: Bool { name.contains("search") || name.contains("fts") }

    /// The largest first; together they are the file.
    static func parts(of path: String) throws -> [FilePart] {
        let database = try PlainDatabase(path: path, synchronous: "NORMAL")
        let sizes = try database.prepare(
            "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")
        var parts = try sizes.pairs().map { FilePart(name: $0.name, bytes: $0.count) }
        try database.close()
        let used = parts.map(\.bytes).reduce(0, +)
        parts.append(FilePart(name: "free pages", bytes: try Scratch.bytes(of: path) - used))
        guard !parts.isEmpty else { throw BenchmarkFailure("no page statistics of \(path)") }
        return parts
    }
}
