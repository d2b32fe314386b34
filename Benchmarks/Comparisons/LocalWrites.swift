// What a person's own writes cost: inserts and updates, a transaction each or many in one.

/// The four local-write rows at one `synchronous`.
struct LocalWrites {
    let setting: Setting
    let rows: EngineRows
    let plainRows: PlainRows
    let scratch: Scratch
    let synchronous: Synchronous

    private enum Kind: String, CaseIterable {
        case insertEach = "insert, a transaction each"
        case insertOne = "insert, one transaction"
        case updateEach = "update one field, a transaction each"
        case updateOne = "update one field, one transaction"

        var isEach: Bool { self == .insertEach || self == .updateEach }
        var isInsert: Bool { self == .insertEach || self == .insertOne }
    }

    /// - Returns: at FULL only the rows of small transactions; one wait for the disk is nothing
    ///   beside many rows.
    func comparisons() throws -> [Comparison] {
        try Kind.allCases.filter { kind in
            (kind.isEach || synchronous == .normal)
                && (setting.row.map(kind.rawValue.contains) ?? true)
        }.map(compare)
    }

    private func compare(_ kind: Kind) throws -> Comparison {
        let count = synchronous == .full ? setting.durableRows : setting.localRows
        let measured = try Interleaved(
            setting.repetitions,
            plain: { try time(kind, count, plain(kind), perTransaction: kind.isEach ? 1 : count) },
            engine: {
                try time(
                    kind, count, engine(kind),
                    perTransaction: kind.isEach
                        ? 1 : kind.isInsert ? setting.insertsPerUnit : setting.editsPerUnit)
            })
        var comparison = measured.comparison(
            kind.rawValue, synchronous, .microseconds, of: count)
        if kind.isEach {
            comparison.plainFrames = try frames(kind, plain(kind))
            comparison.engineFrames = try frames(kind, engine(kind))
        }
        return comparison
    }

    private func time(
        _ kind: Kind, _ count: Int, _ contender: some Contender, perTransaction: Int
    ) throws -> Cost {
        let edits = rows.workload.edits(count, among: setting.localRows)[...]
        let cost = try Cost {
            if kind.isInsert {
                try contender.insert(0..<count, perTransaction: perTransaction)
            } else {
                try contender.setStatus(edits, perTransaction: perTransaction)
            }
        }
        try contender.close()
        try scratch.remove(contender.path)
        return cost
    }

    private func frames(_ kind: Kind, _ contender: some Contender) throws -> Double {
        let edits = rows.workload.edits(setting.countedTransactions, among: setting.localRows)
        let wal = WALFrames(sharedMemoryPath: contender.sharedMemoryPath)
        let average = try wal.perTransaction(0..<setting.countedTransactions) { index in
            if kind.isInsert {
                try contender.insert(index..<index + 1, perTransaction: 1)
            } else {
                try contender.setStatus(edits[index..<index + 1], perTransaction: 1)
            }
        }
        try contender.close()
        try scratch.remove(contender.path)
        return average
    }

    /// Empty for inserts; for updates, with all rows.
    private func plain(_ kind: Kind) throws -> PlainContender {
        let contender = try PlainContender(
            path: scratch.path(), rows: plainRows, synchronous: synchronous)
        if !kind.isInsert {
            try contender.insert(0..<setting.localRows, perTransaction: setting.localRows)
        }
        return contender
    }

    /// With the lists that tickets refer to; for updates, with all rows, as the hub sent them.
    private func engine(_ kind: Kind) throws -> EngineContender {
        let contender = try EngineContender(
            directory: scratch.path(), rows: rows, synchronous: synchronous)
        var feed = Feed(rows)
        try feed.creations(
            tickets: 0..<(kind.isInsert ? 0 : setting.localRows), comments: 0..<0,
            contender.apply)
        return contender
    }
}
