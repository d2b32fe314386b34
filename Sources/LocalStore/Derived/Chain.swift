// The hash chain of each ticket follows the history in the hub's order, so that tampering shows.

public import SyncEngine

/// Where the chain of a row, and of those that belong to it, stands.
public struct ChainHead: Hashable, Sendable {
    public let key: RowKey
    /// Units so far.
    public let units: Int
    public let value: ChainValue
}

extension LocalStore {
    /// Brings the chains up to the last confirmed unit; call it before ``verifyChains()`` and
    /// after each sync, so that what was just received is tied to what was there.
    /// - Complexity: two lookups if there is nothing to do; else one hash a unit, in short write
    ///   transactions.
    public func prepareChains() throws {
        guard try withReader({ try $0.isChainBehind() }) else { return }
        while try inTransaction({ try $0.followChain() }) {}
    }
}

extension StoreReader {
    /// The heads of all chains, by row: a hub and a laptop at one position have the same.
    public func chainHeads() throws -> [ChainHead] { try database.chainHeads() }
}

extension StoreDatabase {
    /// Units taken in one transaction, so that others who write do not wait long.
    static var chainUnitsPerStep: Int64 { 2_000 }
    /// Bytes kept of each value on the way: enough to name the first entry that does not fit.
    static var chainLinkBytes: Int { 8 }

    fileprivate func isChainBehind() throws -> Bool {
        let isAnchored = try meta(.chainTimeline) == meta(.timeline)
        return try !isAnchored || chainPosition() < integer("SELECT max(position) FROM history")
    }

    /// How far the chains have followed the feed.
    func chainPosition() throws -> Int64 { try meta(.chainPosition).integer ?? 0 }

    func chainTimeline() throws -> Timeline {
        Timeline(Nonce(stored: try meta(.chainTimeline).integer ?? 0))
    }

    /// One step. On a new timeline the chains begin anew: positions are another hub's then.
    /// - Returns: whether there may be more to do.
    fileprivate func followChain() throws -> Bool {
        let timeline = try meta(.timeline)
        if try meta(.chainTimeline) != timeline {
            try script("DELETE FROM chain_head; DELETE FROM chain_link")
            try setMeta(.chainPosition, .null)
            try setMeta(.chainTimeline, timeline)
        }
        let anchor = try chainTimeline()
        var roots = ChainRoots()
        var heads: [RowKey: ChainHead] = [:]
        let entries = try chainEntries(after: chainPosition())
        for entry in entries {
            for root in try roots.roots(of: Unit(encoded: entry.unit), self) {
                let head = try heads[root] ?? chainHead(root)
                let value = entry.value(after: head?.value ?? ChainValue(anchoredAt: anchor, root))
                heads[root] = ChainHead(key: root, units: (head?.units ?? 0) + 1, value: value)
                try saveChainLink(root, entry.position, value)
            }
        }
        for head in heads.values { try save(head) }
        if let last = entries.last { try setMeta(.chainPosition, .integer(last.position)) }
        return entries.count == Self.chainUnitsPerStep
    }

    /// A confirmed unit as its bytes lie in the file: nothing of it is trusted.
    struct ChainEntry {
        let dot: Int64
        let position: Int64
        let receivedAt: Int64
        let unit: [UInt8]

        func value(after head: ChainValue) -> ChainValue {
            guard let dot = Dot(key: dot) else { return head }
            return head.followed(
                by: dot, unit, position: UInt64(clamping: position), receivedAt: receivedAt)
        }
    }

    /// The next confirmed units in the hub's order.
    func chainEntries(after position: Int64) throws -> [ChainEntry] {
        try rows(
            """
            SELECT id,position,received_at,unit FROM history WHERE position>?
            ORDER BY position LIMIT ?
            """, [.integer(position), .integer(Self.chainUnitsPerStep)]
        ) { statement in
            ChainEntry(
                dot: statement.integer(0), position: statement.integer(1),
                receivedAt: statement.integer(2), unit: statement.bytes(3))
        }
    }

    private func chainHead(_ key: RowKey) throws -> ChainHead? {
        try first(
            "SELECT entity,row,units,head FROM chain_head WHERE entity=? AND row=?",
            [.integer(Int64(key.entity.rawValue)), .integer(key.row.rawValue)], chainHead)
    }

    func chainHeads() throws -> [ChainHead] {
        try rows(
            "SELECT entity,row,units,head FROM chain_head ORDER BY entity,row", [], chainHead)
    }

    private func chainHead(_ statement: PreparedStatement) throws -> ChainHead {
        guard let row = RowID(rawValue: statement.integer(1)),
            let value = ChainValue(bytes: statement.bytes(3))
        else { throw StoreError.corrupt("the head of a chain cannot be read") }
        let entity = EntityID(UInt16(truncatingIfNeeded: statement.integer(0)))
        return ChainHead(
            key: RowKey(entity, row), units: Int(statement.integer(2)), value: value)
    }

    private func save(_ head: ChainHead) throws {
        let statement = try statement(
            "INSERT OR REPLACE INTO chain_head(entity,row,units,head) VALUES(?,?,?,?)")
        statement.bind(1, Int64(head.key.entity.rawValue))
        statement.bind(2, head.key.row.rawValue)
        statement.bind(3, Int64(head.units))
        statement.bind(4, head.value.bytes)
        try statement.run()
    }

    private func saveChainLink(_ root: RowKey, _ position: Int64, _ value: ChainValue) throws {
        let statement = try statement(
            "INSERT OR REPLACE INTO chain_link(entity,row,position,link) VALUES(?,?,?,?)")
        statement.bind(1, Int64(root.entity.rawValue))
        statement.bind(2, root.row.rawValue)
        statement.bind(3, position)
        statement.bind(4, Array(value.bytes.prefix(Self.chainLinkBytes)))
        try statement.run()
    }
}

/// Finds the rows in whose chains a unit stands: a comment's unit stands in its ticket's.
struct ChainRoots {
    private var rootByKey: [RowKey: RowKey] = [:]
    /// More levels of belonging than any schema has.
    private static let maximumDepth = 8

    /// Sorted, each once.
    mutating func roots(of unit: Unit, _ database: StoreDatabase) throws -> [RowKey] {
        var roots: Set<RowKey> = []
        for change in unit.changes { roots.insert(try root(of: change.key, database)) }
        return roots.sorted()
    }

    private mutating func root(of key: RowKey, _ database: StoreDatabase) throws -> RowKey {
        if let known = rootByKey[key] { return known }
        var root = key
        for _ in 0..<Self.maximumDepth {
            guard let owner = try database.owner(of: root) else { break }
            root = owner
        }
        rootByKey[key] = root
        return root
    }
}

extension StoreDatabase {
    /// The row that a row belongs to; `nil` where it stands for itself.
    fileprivate func owner(of key: RowKey) throws -> RowKey? {
        guard let entity = layout.plan(key.entity)?.entity, let id = entity.owner,
            let field = entity.field(id), let state = try load(key)?.stored.shown
        else { return nil }
        let value = field.rule.outcome(of: FieldView(id, of: state)).shown
        return field.references(in: value).first
    }
}
