// Filters of the list that somebody wants to use again, each with how many tickets pass now.

import LocalStore
import SupportDesk

/// Saved filters of this laptop, in the order in which they were made.
struct SavedFilters {
    let desk: Desk
    private static let prefix = "page.filter."

    func all() throws -> JSONValue {
        ["filters": .array(try stored().map(counted))]
    }

    /// Saves it under its id, in place of what was there.
    /// - Throws: ``PageError`` for a query that is none, or too many.
    func save(_ id: String, name: String, query: String) throws -> JSONValue {
        let id = try Self.checked(id)
        guard !name.allSatisfy(\.isWhitespace), name.utf8.count <= DeskPageLimits.filterNameBytes
        else { throw PageError.badValue("The filter's name is empty or too long.") }
        guard query.utf8.count <= DeskPageLimits.targetBytes else {
            throw PageError.badValue("The filter is too long.")
        }
        _ = try TicketFilter(query: QueryItems(query[...]))
        let others = try stored()
        let old = others.first { $0["id"]?.string == id }
        guard old != nil || others.count < DeskPageLimits.filters else {
            throw PageError.tooMany(
                "There are \(DeskPageLimits.filters) saved filters.", hint: "Delete some of them.")
        }
        let last = others.compactMap { $0["place"]?.integer }.max() ?? 0
        let filter: JSONValue = [
            "id": .string(id), "name": .string(name), "query": .string(query),
            "place": .integer(old?["place"]?.integer ?? last + 1),
        ]
        try desk.store.setSetting(Self.prefix + id, filter.description)
        return try counted(filter)
    }

    /// - Returns: whether there was one.
    func delete(_ id: String) throws -> Bool {
        let key = Self.prefix + (try Self.checked(id))
        guard try desk.store.setting(key) != nil else { return false }
        try desk.store.setSetting(key, nil)
        return true
    }

    private func stored() throws -> [JSONValue] {
        try desk.store.settings(under: Self.prefix).compactMap { _, value in
            try? JSONValue(parsing: Array(value.utf8))
        }.sorted { ($0["place"]?.integer ?? 0) < ($1["place"]?.integer ?? 0) }
    }

    private func counted(_ filter: JSONValue) throws -> JSONValue {
        [
            "id": filter["id"] ?? .null, "name": filter["name"] ?? .null,
            "query": filter["query"] ?? .null,
            "count": try desk.count(query: filter["query"]?.string ?? ""),
        ]
    }

    private static func checked(_ id: String) throws(PageError) -> String {
        try LocalKey.checked(id, maximumBytes: DeskPageLimits.filterKeyBytes)
    }
}

extension TicketFilter {
    /// Names of the parameters of a list: its filters and its window.
    static let parameterNames = optionNames + ["offset", "limit"]

    /// The filters of a query, without its window.
    /// - Throws: ``PageError``, ``DeskError`` `bad_value` for a name or a value that is none.
    init(query: QueryItems) throws {
        self.init()
        try query.require(only: Self.parameterNames)
        for item in query.items where item.name != "offset" && item.name != "limit" {
            try add(item.name, item.value)
        }
    }
}

extension Desk {
    /// How many tickets pass a query; null where it names somebody who is not there.
    func count(query: String) throws -> JSONValue {
        do {
            return .integer(Int64(try ticketCount(try TicketFilter(query: QueryItems(query[...])))))
        } catch let error as DeskError where error.code == .notFound || error.code == .ambiguous {
            return .null
        }
    }
}
