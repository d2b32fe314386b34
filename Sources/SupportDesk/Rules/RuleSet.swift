// The rule set as data with its version: printed, kept in a file, and tried before it is adopted.

public import SyncEngine

/// Rules by field. What a set does not name stays as it is.
public struct RuleSet: Sendable {
    public let version: UInt64
    /// By entity and field.
    private(set) var ruleByField: [EntityID: [FieldID: any MergeRule]] = [:]

    /// Reads `{"rulesVersion": 2, "fields": {"ticket.priority": {"rule": "latest"}}}`.
    /// - Throws: ``DeskError`` `bad_file`, with what is wrong in it.
    public init(json text: String, schema: Schema = TicketSchema.schema) throws {
        let json = try JSONParser.value(text)
        guard let version = json["rulesVersion"]?.integer.flatMap(UInt64.init(exactly:)) else {
            throw Self.error("\"rulesVersion\" must be a number.")
        }
        guard case .object(let fields)? = json["fields"] else {
            throw Self.error("\"fields\" must be an object: rules by \"entity.field\".")
        }
        self.version = version
        for member in fields {
            let parts = member.key.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let entity = schema.entity(named: String(parts[0])),
                let field = entity.field(named: String(parts[1]))
            else { throw Self.error("There is no field \"\(member.key)\".") }
            ruleByField[entity.id, default: [:]][field.id] =
                try RuleSpelling(entity: entity).rule(member.value)
        }
    }

    /// The rules of a schema, in the form that ``init(json:schema:)`` reads.
    public static func json(of schema: Schema = TicketSchema.schema) -> JSONValue {
        let fields = schema.entities.flatMap { entity in
            entity.fields.map { field in
                JSONValue.Member(
                    "\(entity.name).\(field.name)", RuleSpelling(entity: entity).json(field.rule))
            }
        }
        return [
            "rulesVersion": .integer(Int64(clamping: schema.rulesVersion)),
            "fields": .object(fields),
        ]
    }

    private static func error(_ message: String) -> DeskError {
        DeskError(
            .badFile, message, hint: "`syncd rules list --json` prints the present rules as a file."
        )
    }
}
