// Own units in the order of their counters: the end of the history, with voids where a unit was
// set aside or has another name.

import SyncEngine

extension StoreDatabase {
    func outbox(after: UInt64, maximumUnits: Int, maximumBytes: Int) throws -> [OutboxItem] {
        guard after < Limits.maximumCounter else { return [] }
        let statement = try statement(
            """
            SELECT id, unit, NULL FROM history WHERE id BETWEEN ?1 AND ?2
            UNION ALL SELECT id, NULL, hash FROM set_aside WHERE id BETWEEN ?1 AND ?2
            ORDER BY 1 LIMIT ?3
            """)
        statement.bind(1, Dot(ordinal, after + 1).key)
        statement.bind(2, ownRange.upperBound)
        statement.bind(3, Int64(maximumUnits))
        defer { statement.reset() }
        let behind = min(after + UInt64(maximumUnits), Limits.maximumCounter) + 1
        let origins = try origins(of: ordinal, after + 1..<behind)
        var items: [OutboxItem] = []
        var bytes = 0
        while try statement.step() {
            let counter = UInt64(statement.integer(0) & 0xFF_FFFF_FFFF)
            try passGap(to: counter, after, maximumUnits, &items)
            let content = statement.bytes(1)
            bytes += content.count
            guard bytes <= maximumBytes || items.isEmpty, items.count < maximumUnits else {
                return items
            }
            items.append(try Self.item(counter, content, statement.bytes(2), origins[counter]))
        }
        try passGap(to: lastOwnCounter() + 1, after, maximumUnits, &items)
        return items
    }

    /// Counters whose units the hub has under other names, and so has this replica.
    private func passGap(
        to counter: UInt64, _ after: UInt64, _ maximumUnits: Int, _ items: inout [OutboxItem]
    ) throws {
        while case let next = after + UInt64(items.count) + 1, next < counter,
            items.count < maximumUnits
        {
            guard try isPassed(Dot(ordinal, next)) else {
                throw StoreError.corrupt("own unit \(next) is missing")
            }
            items.append(.void(counter: next, .nothing))
        }
    }

    private static func item(
        _ counter: UInt64, _ content: [UInt8], _ hash: [UInt8], _ origin: UnitOrigin?
    ) throws -> OutboxItem {
        if !content.isEmpty {
            return .unit(counter: counter, try Unit(encoded: content), origin: origin)
        }
        guard let hash = UnitHash(bytes: hash) else {
            throw StoreError.corrupt("own unit \(counter) was set aside without its hash")
        }
        return .void(counter: counter, hash, origin: origin)
    }
}
