// Which column of another system's export becomes which field of ours.

/// Columns by field. What is not mapped is found by its name.
public struct ImportMapping: Hashable, Sendable {
    /// What a ticket can be imported with.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// The key in the other system.
        case id
        case title, description, status, priority, type, category, assignee, contact,
            organization, project, estimate
        case createdAt = "created_at"
    }

    public var columnByField: [Field: String]

    public init(columnByField: [Field: String] = [:]) { self.columnByField = columnByField }

    /// Reads `title=Summary,id=Key`.
    /// - Throws: ``DeskError`` for a field that there is not.
    public init(option: String) throws {
        columnByField = [:]
        for part in option.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let field = Field(rawValue: String(sides[0])) else {
                let names = Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw DeskError(
                    .badValue, "\"\(part)\" maps no field.",
                    hint: "Write FIELD=COLUMN; fields are \(names). Or use incident-log.")
            }
            columnByField[field] = String(sides[1])
        }
    }

    /// Other systems' words for our fields, in lower case.
    private static let namesByField: [Field: [String]] = [
        .id: ["id", "key", "number", "external_id", "ticket_id", "issue_key"],
        .title: ["title", "subject", "summary"],
        .description: ["description", "body", "text"],
        .status: ["status", "state"],
        .createdAt: ["created_at", "created", "opened_at"],
        .contact: ["contact", "customer", "requester"],
        .organization: ["organization", "organisation", "company", "client"],
    ]

    /// The column of each field, as far as the file has one.
    /// - Throws: ``DeskError`` if a mapped column is not there, or none holds the title.
    func resolved(among columns: [String], line: Int) throws -> [Field: String] {
        var resolved: [Field: String] = [:]
        for field in Field.allCases {
            if let wanted = columnByField[field] {
                guard columns.contains(wanted) else {
                    throw Self.missing("\"\(wanted)\"", columns, line)
                }
                resolved[field] = wanted
                continue
            }
            let names = Self.namesByField[field] ?? [field.rawValue]
            resolved[field] =
                names.lazy.compactMap { name in
                    columns.first { Self.normalized($0) == name }
                }.first
        }
        guard resolved[.title] != nil else { throw Self.missing("for the title", columns, line) }
        return resolved
    }

    static func normalized(_ name: String) -> String {
        String(
            name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
                .drop { $0 == "_" })
    }

    private static func missing(_ what: String, _ columns: [String], _ line: Int) -> DeskError {
        DeskError(
            .badFile, "Line \(line): there is no column \(what).",
            hint: "There are \(columns.joined(separator: ", ")). Map one: --map title=COLUMN.")
    }
}
