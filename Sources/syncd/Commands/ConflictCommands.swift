// `syncd conflicts`, `syncd conflict`: values that stand side by side, and deciding on one.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "conflicts", "List the fields in which values of several people stand.",
        example: "conflicts --strict", "The value shown was chosen by a rule; the others are kept.")

    @Flag(help: "Only those that wait for a decision.") var review = false
    @Flag(help: "Exit with 5 if any waits for a decision.") var strict = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (all, other) = try Replica.reading(options) { replica in
            let rules = replica.store.schema.rulesVersion
            let hub = ContactState.load(from: replica.directory).otherRules(than: rules)
            return (
                try replica.desk.conflicts(), hub.map { RulesDifference(here: rules, hub: $0) }
            )
        }
        if let other { options.output.remark(other.sentence) }
        let shown = review ? all.filter { $0.grade == .review } : all
        options.output.show(.array(shown.map(\.json))) {
            guard shown.isEmpty else {
                return shown.map(\.paragraph).joined(separator: "\n\n")
            }
            return other == nil ? "No conflicts." : "No conflicts by the rules of this laptop."
        }
        if strict, all.contains(where: { $0.grade == .review }) {
            throw ExitCode(ExitStatus.undecided.rawValue)
        }
    }
}

struct ConflictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict", abstract: "Decide between values that stand beside each other.",
        discussion: "Example: syncd conflict keep 7-12 assignee",
        subcommands: [
            ConflictShow.self, ConflictKeep.self, ConflictUse.self, ConflictSet.self,
            ConflictUndo.self,
        ])
}

/// The field that a decision is about.
struct ConflictArguments: ParsableArguments {
    @OptionGroup var ticket: TicketArguments
    @Argument(help: "The field, as `conflicts` names it.") var field: String

    func decide(_ act: (Desk, FieldPath, Rendered?) throws -> Dot?) throws {
        let seen = try ticket.seen.rendered()
        try Replica.writing(ticket.options) { replica in
            let id = try replica.desk.ticketID(ticket.ref)
            let path = try FieldPath(field, of: id, in: replica.store.schema)
            _ = try act(replica.desk, path, seen)
            try ticket.options.output.showTicket(id, at: replica.desk) { "Decided: \($0.line)" }
        }
    }
}

struct ConflictKeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        "keep", "Keep the value that is shown.", example: "conflict keep 7-12 assignee")

    @OptionGroup var conflict: ConflictArguments

    func run() throws {
        try conflict.decide { try $0.keep($1, seen: $2) }
    }
}

struct ConflictUse: ParsableCommand {
    static let configuration = CommandConfiguration(
        "use", "Use one of the other values.", example: "conflict use 7-12 assignee 5.31")

    @OptionGroup var conflict: ConflictArguments
    @Argument(help: "The write whose value it is, as `conflicts` prints it.") var dot: String

    func run() throws {
        guard let dot = Dot(dot) else {
            throw CommandError(
                "bad_dot", "\"\(dot)\" names no write.",
                hint: "It is written as 5.31; `syncd conflicts` prints it.", exit: .usage)
        }
        try conflict.decide { try $0.use(dot, in: $1, seen: $2) }
    }
}

struct ConflictSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        "set", "Set another value in place of all.", example: "conflict set 7-12 priority high",
        "With --suggested a text becomes the merge that `conflict show` suggests.")

    @OptionGroup var conflict: ConflictArguments
    @Argument(help: "The value, as `ticket set` takes it; none clears.") var value: String?
    @Flag(help: "Take the suggested merge.") var suggested = false

    func validate() throws {
        guard (value == nil) == suggested else {
            throw ValidationError("Give a value, or --suggested.")
        }
    }

    func run() throws {
        try conflict.decide { desk, path, seen in
            guard let value else { return try desk.settleAsSuggested(path, seen: seen) }
            return try desk.settle(path, with: value, seen: seen)
        }
    }
}

struct ConflictUndo: ParsableCommand {
    static let configuration = CommandConfiguration(
        "undo", "Bring back what was shown before the last decision.",
        example: "conflict undo 7-12 priority", "It is a write like any other, also for others.")

    @OptionGroup var conflict: ConflictArguments

    func run() throws {
        try conflict.decide { try $0.undoSettling($1, seen: $2) }
    }
}

struct ConflictShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        "show", "Show the values of a field whole, and for texts a suggested merge.",
        example: "conflict show 7-12 description")

    @Argument(help: ArgumentHelp("The ticket's id, such as 7-12.", valueName: "ref"))
    var ref: String
    @Argument(help: "The field, as `conflicts` names it.") var field: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            let id = try replica.desk.ticketID(ref)
            let path = try FieldPath(field, of: id, in: replica.store.schema)
            let versions = try replica.desk.versions(of: path, on: id)
            options.output.show(versions.json) { versions.page }
        }
    }
}
