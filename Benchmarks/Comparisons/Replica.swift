// What a whole replica costs: its file, and a catch-up of edits that others made.

/// Fills both sides with everything once, then measures on copies.
struct Replica {
    let setting: Setting
    let rows: EngineRows
    let plainRows: PlainRows
    let scratch: Scratch

    struct Result {
        let comparisons: [Comparison]
        /// Where the bytes are: by table or index, the largest first.
        let plainParts: [FilePart]
        let engineParts: [FilePart]
    }

    func compare() throws -> Result {
        let plainPath = try filledPlain()
        var feed = Feed(rows)
        let directory = try filledEngine(&feed)
        let plainParts = try FilePart.parts(of: plainPath)
        let engineParts = try FilePart.parts(of: directory + "/" + EngineContender.databaseName)
        let size = Comparison(
            name: "file with history, without search", synchronous: nil, unit: .megabytes,
            plain: megabytes(plainParts), engine: megabytes(engineParts.filter { !$0.isSearch }))
        let apply = try apply(feed, plainPath: plainPath, directory: directory)
        return Result(
            comparisons: [apply, size], plainParts: plainParts, engineParts: engineParts)
    }

    private func megabytes(_ parts: [FilePart]) -> Double {
        Double(parts.map(\.bytes).reduce(0, +)) / 1e6
    }

    private func filledPlain() throws -> String {
        let path = scratch.path()
        let contender = try PlainContender(path: path, rows: plainRows, synchronous: .normal)
        try contender.insert(0..<setting.tickets, perTransaction: setting.tickets)
        try contender.insertAllComments()
        try contender.close()
        return path
    }

    private func filledEngine(_ feed: inout Feed) throws -> String {
        let directory = scratch.path()
        let contender = try EngineContender(
            directory: directory, rows: rows, synchronous: .normal)
        try feed.creations(
            tickets: 0..<setting.tickets, comments: rows.workload.comments.indices,
            contender.apply)
        try contender.prepareDerived()
        try contender.close()
        return directory
    }

    private func apply(
        _ feed: Feed, plainPath: String, directory: String
    ) throws -> Comparison {
        let edits = rows.workload.edits(setting.edits, among: setting.tickets)
        var feed = feed
        let pages = feed.edits(edits)
        let measured = try Interleaved(
            setting.repetitions,
            plain: {
                let path = try scratch.copy(plainPath)
                let contender = try PlainContender(
                    path: path, rows: plainRows, synchronous: .normal, isNew: false)
                let cost = try Cost {
                    try contender.setStatus(edits[...], perTransaction: edits.count)
                }
                try contender.close()
                try scratch.remove(path)
                return cost
            },
            engine: {
                let copy = try scratch.copy(directory)
                let contender = try EngineContender(
                    opening: copy, rows: rows, synchronous: .normal)
                let cost = try Cost { for page in pages { try contender.apply(page) } }
                try contender.close()
                try scratch.remove(copy)
                return cost
            })
        return measured.comparison(
            "apply \(edits.count) remote one-field edits", .normal, .milliseconds)
    }
}
