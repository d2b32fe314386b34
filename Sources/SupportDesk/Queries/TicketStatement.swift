// A filter as one parametrised statement over the shown columns; people's words are bound.

import SyncEngine

/// The SQL of a list of tickets, with its arguments.
struct TicketStatement {
    private(set) var arguments: [Value] = []
    private var conditions: [String] = []
    private let sort: TicketFilter.Sort

    init(sort: TicketFilter.Sort) { self.sort = sort }

    /// The column is one of the texts.
    mutating func require(_ column: String, isOneOf texts: [String]) {
        guard !texts.isEmpty else { return }
        let list = JSONValue.strings(texts.sorted())
        conditions.append("\(column) IN (SELECT value FROM json_each(?))")
        arguments.append(.text(list.description))
    }

    /// The column is one of the ids, or empty if `orNull`.
    mutating func require(_ column: String, isOneOf ids: some Collection<RowID>, orNull: Bool) {
        let list = JSONValue.array(ids.map(\.rawValue).sorted().map { .integer($0) })
        let isNull = orNull ? " OR \(column) IS NULL" : ""
        conditions.append("(\(column) IN (SELECT value FROM json_each(?))\(isNull))")
        arguments.append(.text(list.description))
    }

    /// The ticket is among the rows of a query with one argument.
    mutating func require(isAmong query: (sql: String, argument: Value)) {
        conditions.append("ticket.id IN (\(query.sql))")
        arguments.append(query.argument)
    }

    /// Not finished, and nobody has it who could do it.
    mutating func requireNoOwner() {
        conditions.append(
            """
            ticket.status IN ('open', 'in_progress') AND (ticket.assignee IS NULL
            OR ticket.assignee IN (SELECT id FROM member WHERE active = 0))
            """)
    }

    /// Only the ids, in no order: for orders that the columns do not have.
    var idsSQL: String { "SELECT ticket.id AS id FROM ticket\(condition)" }

    /// How many there are.
    var countSQL: String { "SELECT count(*) AS total FROM ticket\(condition)" }

    /// The ids of one page, in order. What a list shows of them is read in a second step: a sorter
    /// that carries every column of every ticket costs more than all the rest.
    func page(limit: Int?, offset: Int) -> (sql: String, arguments: [Value]) {
        let page: [Value] = [.integer(Int64(limit ?? -1)), .integer(Int64(offset))]
        return (
            "SELECT ticket.id AS id FROM ticket\(join)\(condition) ORDER BY \(order) "
                + "LIMIT ? OFFSET ?", arguments + page
        )
    }

    /// Everything that a list shows and a column holds, of these tickets, in no order.
    static func records(of ids: [RowID]) -> (sql: String, arguments: [Value]) {
        let list = JSONValue.array(ids.map { .integer($0.rawValue) })
        return (
            selection + " WHERE ticket.id IN (SELECT value FROM json_each(?))",
            [.text(list.description)]
        )
    }

    /// The table that the order needs.
    private var join: String {
        let table: String
        switch sort.key {
        case .type, .category, .contact, .organization, .project: table = sort.key.rawValue
        case .assignee: table = "member"
        case .id, .title, .status, .priority, .estimate, .logged, .created, .updated: return ""
        }
        let key = sort.key.rawValue
        return " LEFT JOIN \(table) AS \(key)_row ON \(key)_row.id = ticket.\(key)"
    }

    private var condition: String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }

    private static let logged = """
        (SELECT SUM(minutes) FROM time_entry
            WHERE time_entry.ticket = ticket.id AND IFNULL(time_entry.deleted, 0) = 0)
        """

    private static let selection = """
        SELECT ticket.id AS id, ticket.title AS title, ticket.description AS description,
        ticket.status AS status, ticket.priority AS priority, type_row.name AS type,
        category_row.name AS category, assignee_row.name AS assignee, contact_row.name AS contact,
        organization_row.name AS organization, project_row.name AS project,
        ticket.estimate AS estimate, ticket.shared AS shared, \(logged) AS logged
        FROM ticket
        LEFT JOIN type AS type_row ON type_row.id = ticket.type
        LEFT JOIN category AS category_row ON category_row.id = ticket.category
        LEFT JOIN member AS assignee_row ON assignee_row.id = ticket.assignee
        LEFT JOIN contact AS contact_row ON contact_row.id = ticket.contact
        LEFT JOIN organization AS organization_row ON organization_row.id = ticket.organization
        LEFT JOIN project AS project_row ON project_row.id = ticket.project
        """

    private var order: String {
        let direction = sort.isDescending ? "DESC" : "ASC"
        guard let expression else { return "ticket.id \(direction)" }
        return "\(expression) \(direction), ticket.id \(direction)"
    }

    /// What is empty comes last, whichever the direction would be for SQLite's null.
    private var expression: String? {
        switch sort.key {
        case .id, .created, .updated: nil
        case .title: "ticket.title COLLATE NOCASE"
        case .status: rank("ticket.status", Status.allCases.map(\.name))
        case .priority: rank("ticket.priority", Priority.allCases.map(\.name))
        case .type, .category, .assignee, .contact, .organization, .project:
            "\(sort.key.rawValue)_row.name IS NULL, \(sort.key.rawValue)_row.name COLLATE NOCASE"
        case .estimate: "ticket.estimate IS NULL, ticket.estimate"
        case .logged: Self.logged
        }
    }

    private func rank(_ column: String, _ names: [String]) -> String {
        let cases = names.enumerated().map { "WHEN '\($0.element)' THEN \($0.offset)" }
        return "CASE \(column) \(cases.joined(separator: " ")) ELSE \(names.count) END"
    }
}
