// The documents of a replica: their bytes beside its database, and what the hub is known to have.

import SyncEngine

extension LocalStore {
    /// The bytes beside this replica's database; `nil` for a replica in memory.
    public var documents: DocumentFiles? { files.map { DocumentFiles(path: $0.documents) } }

    /// Remembers that the hub said it has these bytes.
    public func noteAtHub(_ hashes: [ContentHash]) throws {
        guard !hashes.isEmpty else { return }
        try inTransaction { database in
            for hash in hashes {
                try database.run(
                    "INSERT OR REPLACE INTO content_at_hub(hash,timeline) VALUES(?,?)",
                    [.text(hash.description), identity.timeline.id.stored])
            }
        }
    }

    /// Forgets it: the hub said that it does not have them.
    public func noteNotAtHub(_ hash: ContentHash) throws {
        try inTransaction { database in
            try database.run(
                "DELETE FROM content_at_hub WHERE hash=?", [.text(hash.description)])
        }
    }

    /// Takes bytes away that can be fetched again, the least recently used first, until what is
    /// here fits a limit.
    ///
    /// Bytes that the hub is not known to have never go: they may be the only ones.
    /// - Parameters:
    ///   - limit: in bytes.
    ///   - kept: what stays, even beyond the limit.
    ///   - last: what goes only after everything else that may.
    ///   - named: the bytes that a row names; others go, once they are a day old.
    /// - Returns: What was taken away.
    @discardableResult
    public func evictDocuments(
        beyond limit: Int64, keeping kept: Set<ContentHash>, last: Set<ContentHash> = [],
        named: Set<ContentHash>
    ) throws -> [StoredContent] {
        guard let documents else { return [] }
        let now = environment.wallMilliseconds() / 1_000
        let atHub = try read { try $0.contentsAtHub() }
        var evicted: [StoredContent] = []
        var left = documents.all()
        var bytes = left.reduce(0) { $0 + $1.size }
        func rank(_ content: StoredContent) -> (Int, Int64, String) {
            (last.contains(content.hash) ? 1 : 0, content.usedAt, content.hash.description)
        }
        left.sort { rank($0) < rank($1) }
        for content in left {
            let isNamed = named.contains(content.hash)
            let isOld = now - content.usedAt > DocumentLimits.unnamedLifetimeSeconds
            let isSpare = isNamed && atHub.contains(content.hash) && bytes > limit
            guard !kept.contains(content.hash), isSpare || (!isNamed && isOld) else { continue }
            documents.remove(content.hash)
            bytes -= content.size
            evicted.append(content)
        }
        documents.removeOldPartials(now: now)
        return evicted
    }
}

extension StoreReader {
    /// The bytes that the hub said it has, on the timeline that this replica follows.
    /// - Complexity: O(documents).
    public func contentsAtHub() throws -> Set<ContentHash> {
        let hashes = try database.rows(
            "SELECT hash FROM content_at_hub WHERE timeline=?", [try database.meta(.timeline)]
        ) { ContentHash($0.text(0)) }
        return Set(hashes.compactMap { $0 })
    }

    /// Whether the hub said it has these bytes.
    public func isAtHub(_ hash: ContentHash) throws -> Bool {
        let count = try database.integer(
            "SELECT count(*) FROM content_at_hub WHERE hash=? AND timeline=?",
            [.text(hash.description), try database.meta(.timeline)])
        return count > 0
    }
}
