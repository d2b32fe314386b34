// `syncd rules`: the rules by which this laptop merges, as data, and what others would change.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "The rules by which fields merge.",
        discussion: "Example: syncd rules replay --with rules.json",
        subcommands: [RulesList.self, RulesReplay.self], defaultSubcommand: RulesList.self)
}

struct RulesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "Print the version and the rule of every field.", example: "rules list --json",
        "In JSON it is a file that `rules replay` reads.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let rules = RuleSet.json()
        options.output.show(rules) {
            guard case .object(let fields)? = rules["fields"] else { return "" }
            let rows = fields.map { [$0.key, $0.value["rule"]?.string ?? ""] }
            let version = rules["rulesVersion"]?.integer ?? 0
            return "Version \(version)\n" + TextTable(rows: rows).text.indented
        }
    }
}

struct RulesReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        "replay", "Say what other rules would have decided differently over the whole history.",
        example: "rules replay --with rules.json",
        "Nothing is changed. Lines with a * are as the field stands now.")

    @Option(
        help: ArgumentHelp(
            "{\"rulesVersion\": 2, \"fields\": {\"ticket.priority\": {\"rule\": \"latest\"}}}",
            valueName: "file"))
    var with: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        guard let bytes = FileManager.default.contents(atPath: with),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw CommandError(
                "bad_file", "\(with) cannot be read.", hint: "Name a file with rules in JSON.",
                exit: .usage)
        }
        let replay = try Replica.reading(options) { replica in
            try replica.desk.replay(try RuleSet(json: text, schema: replica.store.schema))
        }
        options.output.show(replay.json) { replay.page }
    }
}
