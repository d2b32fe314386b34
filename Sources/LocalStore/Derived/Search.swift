// Full-text search over the searchable fields of an entity, losing values included.

public import SyncEngine

extension StoreReader {
    /// Rows of an entity that hold every word, each as a prefix, in any searchable field and in
    /// any of its siblings. Case and diacritics do not matter. Call
    /// ``LocalStore/prepareDerived()`` before the read.
    ///
    /// - Parameters:
    ///   - text: as a person typed it; no text is an error. Without a word it finds nothing.
    ///   - limit: at most so many rows, the highest ids first.
    /// - Throws: `badValue` for an entity without searchable fields.
    public func search(_ entity: EntityID, _ text: String, limit: Int) throws -> [RowID] {
        guard let plan = database.layout.plan(entity), let table = plan.searchTable else {
            throw StoreError(.badValue, "Entity \(entity.rawValue) cannot be searched.")
        }
        guard let query = SearchQuery(text) else { return [] }
        let ids = try database.rows(
            "SELECT rowid FROM \(table) WHERE \(table) MATCH ? ORDER BY rowid DESC LIMIT ?",
            [.text(query.expression), .integer(Int64(limit))]
        ) { RowID(rawValue: $0.integer(0)) }
        return ids.compactMap { $0 }
    }

    /// The same as a part of a query of one's own, which then carries no list of what was found:
    /// `id IN (<sql>)`, with the argument in place of its `?`. `nil` for a text without a word.
    /// - Throws: `badValue` for an entity without searchable fields.
    public func searchQuery(
        _ entity: EntityID, _ text: String
    ) throws -> (sql: String, argument: Value)? {
        guard let table = database.layout.plan(entity)?.searchTable else {
            throw StoreError(.badValue, "Entity \(entity.rawValue) cannot be searched.")
        }
        return SearchQuery(text).map {
            ("SELECT rowid FROM \(table) WHERE \(table) MATCH ?", .text($0.expression))
        }
    }
}

/// A person's words as an expression of FTS5 that cannot be anything but words.
struct SearchQuery {
    let expression: String
    /// More words than anyone types; bounds the depth of the expression.
    private static let maximumWords = 16

    /// - Returns: `nil` if the text holds no word.
    init?(_ text: String) {
        let words = text.unicodeScalars
            .split { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }
            .filter {
                $0.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            }
            .prefix(Self.maximumWords)
        guard !words.isEmpty else { return nil }
        expression = words.map { word in
            // Inside quotes only a quote means anything, and it is doubled.
            let quoted = String(String.UnicodeScalarView(word))
                .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            return "\"\(quoted)\"*"
        }.joined(separator: " AND ")
    }
}

extension EntityPlan {
    /// `nil` where no field is searchable.
    var searchTable: String? {
        entity.fields.contains(where: \.isSearchable)
            ? Self.quoted("search_\(entity.name)") : nil
    }

    var createSearchSQL: String? {
        searchTable.map { table in
            """
            CREATE VIRTUAL TABLE IF NOT EXISTS \(table)
            USING fts5(text, columnsize=0, tokenize='unicode61 remove_diacritics 2')
            """
        }
    }
}

extension StoreDatabase {
    /// Makes the search index of a row say what the row says now.
    func index(_ key: RowKey) throws {
        guard let plan = layout.plan(key.entity), let table = plan.searchTable else { return }
        try run("DELETE FROM \(table) WHERE rowid=?", [.integer(key.row.rawValue)])
        guard let state = try load(key)?.stored.shown else { return }
        var texts: [String] = []
        for field in plan.entity.fields where field.isSearchable {
            for sibling in state[field.id].siblings {
                texts += sibling.value.components.compactMap(\.text)
            }
        }
        guard !texts.isEmpty else { return }
        try run(
            "INSERT INTO \(table)(rowid,text) VALUES(?,?)",
            [.integer(key.row.rawValue), .text(texts.joined(separator: "\n"))])
    }
}
