// Computes every chain anew out of the history and says where it does not fit what was stored.

public import SyncEngine

/// What a check of the chains found.
public struct ChainReport: Hashable, Sendable {
    public let chains: Int
    /// Confirmed units that were computed anew.
    public let units: Int
    /// The first entry of each chain that does not fit, in the hub's order.
    public let breaks: [ChainBreak]
}

/// The first entry of a chain that is not what it was when the chain was made.
public struct ChainBreak: Hashable, Sendable {
    /// The row whose chain it is.
    public let key: RowKey
    /// Its place on the feed; 0 where the stored head itself does not fit.
    public let position: UInt64
    /// The unit's name; `nil` where it is gone.
    public let dot: Dot?
    public let kind: Kind

    public enum Kind: String, Hashable, Sendable {
        /// The unit or its envelope is another than it was.
        case changed
        /// The unit is gone.
        case missing
        /// The unit was not there when the chain was made.
        case added
        /// Every entry fits, and the stored head does not.
        case head
    }
}

extension LocalStore {
    /// Compares the history with its chains, as far as these have followed it.
    ///
    /// It shows that a record was changed, taken out or put in afterwards. It cannot show that
    /// somebody changed records and chains alike: against that, compare heads with the hub's.
    /// - Complexity: O(bytes of the history); keeps O(units) in memory.
    public func verifyChains() throws -> ChainReport {
        try withReader { try ChainCheck($0).run($0) }
    }
}

/// One run over the history in the hub's order.
private struct ChainCheck {
    private var linksByPosition: [Int64: [RowKey: [UInt8]]] = [:]
    /// Where a link stands, ascending; those before `next` have been met.
    private var positions: [Int64] = []
    private var next = 0
    private let anchor: Timeline
    private let end: Int64
    private var roots = ChainRoots()
    private var tipByRoot: [RowKey: (units: Int, value: ChainValue)] = [:]
    private var broken: Set<RowKey> = []
    private var breaks: [ChainBreak] = []

    init(_ database: StoreDatabase) throws {
        anchor = try database.chainTimeline()
        end = try database.chainPosition()
        let links = try database.rows(
            "SELECT entity,row,position,link FROM chain_link ORDER BY position"
        ) { statement in
            guard let row = RowID(rawValue: statement.integer(1)) else {
                throw StoreError.corrupt("a link of a chain names no row")
            }
            let entity = EntityID(UInt16(truncatingIfNeeded: statement.integer(0)))
            return (RowKey(entity, row), statement.integer(2), statement.bytes(3))
        }
        for (key, position, link) in links {
            linksByPosition[position, default: [:]][key] = link
            if positions.last != position { positions.append(position) }
        }
    }

    consuming func run(_ database: StoreDatabase) throws -> ChainReport {
        var last: Int64 = 0
        var units = 0
        while last < end {
            let entries = try database.chainEntries(after: last).filter { $0.position <= end }
            for entry in entries { try check(entry, database) }
            units += entries.count
            guard let position = entries.last?.position else { break }
            last = position
        }
        missing(before: .max)
        let heads = try database.chainHeads()
        for head in heads where !broken.contains(head.key) {
            let tip = tipByRoot[head.key]
            if tip?.units != head.units || tip?.value != head.value {
                note(head.key, 0, nil, .head)
            }
        }
        let known = Set(heads.map(\.key))
        for root in tipByRoot.keys.sorted() where !known.contains(root) {
            note(root, 0, nil, .head)
        }
        return ChainReport(chains: heads.count, units: units, breaks: breaks)
    }

    private mutating func check(
        _ entry: StoreDatabase.ChainEntry, _ database: StoreDatabase
    ) throws {
        missing(before: entry.position)
        let links = linksByPosition[entry.position] ?? [:]
        if !links.isEmpty { next += 1 }
        let dot = Dot(key: entry.dot)
        let unit = try? Unit(encoded: entry.unit)
        let found = try unit.map { Set(try roots.roots(of: $0, database)) } ?? []
        for root in found.subtracting(links.keys).sorted() {
            note(root, entry.position, dot, links.isEmpty ? .added : .changed)
        }
        for (root, link) in links.sorted(by: { $0.key < $1.key }) {
            let tip = tipByRoot[root] ?? (0, ChainValue(anchoredAt: anchor, root))
            let value = entry.value(after: tip.value)
            tipByRoot[root] = (tip.units + 1, value)
            if dot == nil || !found.contains(root) || !value.bytes.starts(with: link) {
                note(root, entry.position, dot, .changed)
            }
        }
    }

    /// Links whose unit is no longer in the history.
    private mutating func missing(before position: Int64) {
        while next < positions.count, positions[next] < position {
            for root in (linksByPosition[positions[next]] ?? [:]).keys.sorted() {
                note(root, positions[next], nil, .missing)
            }
            next += 1
        }
    }

    /// Only the first of a chain: what follows cannot fit any more.
    private mutating func note(
        _ key: RowKey, _ position: Int64, _ dot: Dot?, _ kind: ChainBreak.Kind
    ) {
        guard broken.insert(key).inserted else { return }
        breaks.append(
            ChainBreak(key: key, position: UInt64(clamping: position), dot: dot, kind: kind))
    }
}
