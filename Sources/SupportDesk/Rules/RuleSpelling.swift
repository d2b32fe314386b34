// A merge rule as data: its name and parameters in JSON, fields by their names.

import SyncEngine

/// Reads and writes the rules of one entity's fields.
///
/// The parameters are those of the golden vectors in `specs/vectors/rules`.
struct RuleSpelling {
    let entity: Entity

    func json(_ rule: any MergeRule) -> JSONValue {
        var members = [JSONValue.Member("rule", .string(rule.name))]
        func add(_ key: String, _ value: JSONValue) { members.append(.init(key, value)) }
        switch rule {
        case let rule as Latest: add("grade", .string(rule.grade.name))
        case let rule as StageCycle: add("finishes", Self.numbers(rule.finishes))
        case let rule as MostOfOrder:
            if let finish = rule.besideFinish {
                add("status", .string(name(finish.status)))
                add("finishes", Self.numbers(finish.rule.finishes))
            }
        case let rule as LatestAudience: add("release", .string(name(rule.release)))
        case let rule as SeenOrSaid:
            add("releases", names(rule.releases))
            if let audience = rule.audience { add("audience", .string(name(audience))) }
        case let rule as AnyTrue: if !rule.edits.isEmpty { add("edits", names(rule.edits)) }
        case let rule as DeletedAsSeen: add("content", names(rule.content))
        default: break
        }
        return .object(members)
    }

    /// - Throws: ``DeskError`` `bad_file` for an unknown rule, parameter or field.
    func rule(_ json: JSONValue) throws -> any MergeRule {
        guard let name = json["rule"]?.string else { throw error("A rule has no name.") }
        let reader = Parameters(json: json, spelling: self)
        let rule = try rule(named: name, reader)
        let known = Set(Self.parameters[name] ?? []).union(["rule"])
        guard case .object(let members) = json,
            let stranger = members.first(where: { !known.contains($0.key) })
        else { return rule }
        throw error("The rule \(name) has no parameter \"\(stranger.key)\".")
    }

    private static let parameters: [String: [String]] = [
        "latest": ["grade"], "stage-cycle": ["finishes"], "most-of-order": ["status", "finishes"],
        "latest-audience": ["release"], "seen-or-said": ["releases", "audience"],
        "any-true": ["edits"], "deleted-as-seen": ["content"], "appended-text": [],
        "largest-number": [], "assignment": [], "all-true": [], "written-once": [],
    ]

    private func rule(named name: String, _ given: Parameters) throws -> any MergeRule {
        switch name {
        case "latest": return Latest(grade: try given.grade() ?? .notice)
        case "appended-text": return AppendedText()
        case "stage-cycle": return StageCycle(finishes: try given.numbers("finishes"))
        case "most-of-order":
            guard let status = try given.fieldIfThere("status") else { return MostOfOrder() }
            return MostOfOrder(
                besideFinish: .init(
                    status: status, rule: StageCycle(finishes: try given.numbers("finishes"))))
        case "largest-number": return LargestNumber()
        case "assignment": return Assignment()
        case "latest-audience": return LatestAudience(releasedBy: try given.field("release"))
        case "seen-or-said":
            return SeenOrSaid(
                releases: try given.fields("releases"), audience: try given.fieldIfThere("audience")
            )
        case "any-true":
            let hasEdits = given.json["edits"] != nil
            return AnyTrue(besideEditsOf: hasEdits ? try given.fields("edits") : [])
        case "all-true": return AllTrue()
        case "deleted-as-seen": return DeletedAsSeen(content: try given.fields("content"))
        case "written-once": return WrittenOnce()
        default:
            let known = Self.parameters.keys.sorted().joined(separator: ", ")
            throw error("There is no rule \"\(name)\". Rules are: \(known).")
        }
    }

    /// One rule's parameters, read by key.
    private struct Parameters {
        let json: JSONValue
        let spelling: RuleSpelling

        func grade() throws -> Grade? {
            guard let text = json["grade"] else { return nil }
            guard let grade = Grade.allCases.first(where: { .string($0.name) == text }) else {
                throw spelling.error("The grades are none, audit, notice and review.")
            }
            return grade
        }

        func numbers(_ key: String) throws -> [Int64] {
            let numbers = json[key]?.array?.map(\.integer) ?? []
            guard !numbers.isEmpty, !numbers.contains(nil) else {
                throw spelling.error("\"\(key)\" must be a list of numbers.")
            }
            return numbers.compactMap { $0 }
        }

        func fields(_ key: String) throws -> [FieldID] {
            guard let names = json[key]?.array, !names.isEmpty else {
                throw spelling.error("\"\(key)\" must be a list of fields.")
            }
            return try names.map { try field(named: $0, key) }
        }

        func field(_ key: String) throws -> FieldID {
            try field(named: json[key] ?? .null, key)
        }

        func fieldIfThere(_ key: String) throws -> FieldID? {
            try json[key].map { try field(named: $0, key) }
        }

        private func field(named name: JSONValue, _ key: String) throws -> FieldID {
            guard let id = name.string.flatMap({ spelling.entity.field(named: $0)?.id }) else {
                throw spelling.error("\"\(key)\" must name a field of \(spelling.entity.name).")
            }
            return id
        }
    }

    private func name(_ field: FieldID) -> String {
        entity.field(field)?.name ?? "#\(field.rawValue)"
    }

    private func names(_ fields: [FieldID]) -> JSONValue { .strings(fields.map(name)) }

    private static func numbers(_ numbers: [Int64]) -> JSONValue {
        .array(numbers.map { .integer($0) })
    }

    fileprivate func error(_ message: String) -> DeskError {
        DeskError(
            .badFile, message, hint: "`syncd rules list --json` prints the present rules as a file."
        )
    }
}
