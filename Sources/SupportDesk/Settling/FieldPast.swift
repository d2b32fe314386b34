// What a field showed before the values that stand in it now, as the units themselves tell it.

import LocalStore
import SyncEngine

/// The earlier values of one field.
struct FieldPast {
    let reader: StoreReader
    let row: Row
    let field: FieldID
    /// Further back nobody looks for a common base.
    private static let maximumWrites = 10_000

    init(_ reader: StoreReader, _ row: Row, _ field: FieldID) {
        self.reader = reader
        self.row = row
        self.field = field
    }

    /// The writes that were covered by this one, directly.
    func covered(by dot: Dot) throws -> [Dot] {
        let write = try reader.entry(dot)?.unit.change(of: row.key)?.writes
            .first { $0.field == field }
        return write?.covers ?? []
    }

    /// Those of the writes that none of the others covers: what stood there.
    func standing(among dots: some Collection<Dot>) throws -> [Sibling] {
        var buried: Set<Dot> = []
        for dot in dots { buried.formUnion(try covered(by: dot)) }
        return try dots.filter { !buried.contains($0) }.sorted().compactMap {
            try reader.entry($0)?.sibling(of: row.key, field)
        }
    }

    /// What the field's rule made of these values.
    func shown(of siblings: [Sibling]) -> Value {
        guard !siblings.isEmpty else { return .null }
        var state = row.stored.shown
        state[field] = Register(siblings)
        let rule = TicketSchema.schema.entity(row.key.entity)?.field(field)?.rule ?? Latest()
        return rule.outcome(of: FieldView(field, of: state)).shown
    }

    /// The text from which all these values grew; empty where there is none.
    /// - Complexity: O(earlier writes of the field).
    func commonBase(of siblings: [Sibling]) throws -> String {
        var common: Set<Dot>?
        for sibling in siblings {
            let ancestors = try ancestors(of: sibling.dot)
            common = common?.intersection(ancestors) ?? ancestors
        }
        return shown(of: try standing(among: common ?? [])).text ?? ""
    }

    private func ancestors(of dot: Dot) throws -> Set<Dot> {
        var known: Set<Dot> = []
        var waiting = [dot]
        while let next = waiting.popLast(), known.count < Self.maximumWrites {
            for earlier in try covered(by: next) where known.insert(earlier).inserted {
                waiting.append(earlier)
            }
        }
        return known
    }
}
