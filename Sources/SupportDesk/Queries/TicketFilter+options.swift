// The filters of a list as options and parameters spell them: one reading for commands and page.

extension TicketFilter {
    /// The names that ``add(_:_:)`` knows.
    public static let optionNames = [
        "status", "priority", "type", "category", "assignee", "contact", "organization", "project",
        "search", "conflicts", "unsent", "held", "attention", "sort",
    ]

    /// Takes one option; those that may be repeated are chosen between.
    /// - Throws: ``DeskError`` `bad_value` for a name or a value that is none.
    public mutating func add(_ name: String, _ value: String) throws {
        switch name {
        case "status":
            status.formUnion(try Self.words(value, name) { Status(name: $0) })
        case "priority":
            priority.formUnion(try Self.words(value, name) { Priority(name: $0) })
        // Names of people and lists may hold a comma, so these are only repeated.
        case "type": type.append(Choice(option: value))
        case "category": category.append(Choice(option: value))
        case "assignee": assignee.append(Choice(option: value))
        case "contact": contact.append(Choice(option: value))
        case "organization": organization.append(Choice(option: value))
        case "project": project.append(Choice(option: value))
        case "search": search = value
        case "conflicts": onlyConflicts = try Self.flag(value, name)
        case "unsent": onlyUnsent = try Self.flag(value, name)
        case "held": onlyHeld = try Self.flag(value, name)
        case "attention": attention = try Self.codes(value)
        case "sort": sort = try Sort(option: value)
        default: throw DeskError(.badValue, "There is no filter \"\(name)\".")
        }
    }

    /// One value may hold several words with commas between.
    private static func words<Word>(
        _ value: String, _ option: String, _ make: (String) -> Word?
    ) throws -> [Word] {
        try value.split(separator: ",").map { word in
            guard let made = make(String(word)) else {
                throw DeskError(
                    .badValue, "\"\(word)\" is no \(option).",
                    hint: "See `syncd ticket list --help`.")
            }
            return made
        }
    }

    private static func flag(_ value: String, _ name: String) throws -> Bool {
        guard let flag = ["1": true, "true": true, "0": false, "false": false][value] else {
            throw DeskError(.badValue, "\(name) is 1 or 0, not \"\(value)\".")
        }
        return flag
    }

    /// `any`, or reasons to look at a ticket.
    private static func codes(_ value: String) throws -> Set<AttentionCode> {
        guard value != "any" else { return Set(AttentionCode.allCases) }
        return Set(
            try value.split(separator: ",").map { word in
                guard let code = AttentionCode(rawValue: String(word)) else {
                    let names = AttentionCode.allCases.map(\.rawValue).joined(separator: ", ")
                    throw DeskError(
                        .badValue, "\"\(word)\" is no reason to look at a ticket.",
                        hint: "One of \(names).")
                }
                return code
            })
    }
}
