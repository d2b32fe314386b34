// Own units in the order of their counters: the end of the history, with voids where a unit was
// set aside.

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
        var items: [OutboxItem] = []
        var bytes = 0
        while try statement.step() {
            let counter = UInt64(statement.integer(0) & 0xFF_FFFF_FFFF)
            guard counter == after + UInt64(items.count) + 1 else {
                throw StoreError.corrupt("own unit \(after + UInt64(items.count) + 1) is missing")
            }
            let content = statement.bytes(1)
            bytes += content.count
            guard bytes <= maximumBytes || items.isEmpty else { break }
            items.append(try Self.item(counter, content, hash: statement.bytes(2)))
        }
        return items
    }

    private static func item(
        _ counter: UInt64, _ content: [UInt8], hash: [UInt8]
    ) throws -> OutboxItem {
        if !content.isEmpty { return .unit(counter: counter, try Unit(encoded: content)) }
        guard let hash = UnitHash(bytes: hash) else {
            throw StoreError.corrupt("own unit \(counter) was set aside without its hash")
        }
        return .void(counter: counter, hash)
    }
}
