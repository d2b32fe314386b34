// `syncd refused`: what was not accepted, to look at, retry, take away as a file, or give up.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine

struct RefusedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused", abstract: "The changes that were not accepted, with the reasons.",
        discussion: "Example: syncd refused list",
        subcommands: [
            RefusedList.self, RefusedRetry.self, RefusedExport.self, RefusedDiscard.self,
        ],
        defaultSubcommand: RefusedList.self)
}

struct RefusedList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List the changes that were not accepted.", example: "refused list")

    @Flag(help: "Also those that were retried or given up.") var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let units = try Replica.reading(options) { try $0.desk.notAccepted(all: all) }
        options.output.show(.array(units.map(\.json))) {
            units.isEmpty ? "Everything was accepted." : units.map(\.line).joined(separator: "\n")
        }
    }
}

/// The changes that a command is about.
struct RefusedArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Changes, as `refused list` names them.", valueName: "dot"))
    var names: [String] = []

    var dots: [Dot] {
        get throws {
            try names.map { name in
                guard let dot = Dot(name) else {
                    throw CommandError(
                        "bad_dot", "\"\(name)\" names no change.",
                        hint: "It is written as 5.31; `syncd refused` prints it.", exit: .usage)
                }
                return dot
            }
        }
    }

    /// - Throws: Where none is named: nothing is retried or given up by mistake.
    var chosen: [Dot] {
        get throws {
            guard !names.isEmpty else {
                throw CommandError(
                    "usage", "Name the changes; `syncd refused` lists them.", exit: .usage)
            }
            return try dots
        }
    }
}

struct RefusedRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        "retry", "Send changes again that were not accepted.", example: "refused retry 5.31",
        "They keep their time and ids; changes that need each other are retried together.")

    @Flag(help: "All of them.") var all = false
    @OptionGroup var arguments: RefusedArguments
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.writing(options) { replica in
            let dots = all ? try replica.desk.setAside().map(\.dot) : try arguments.chosen
            let retried = try replica.desk.retry(dots)
            let pairs = retried.map { pair -> JSONValue in
                ["was": .string("\(pair.was)"), "became": .string("\(pair.became)")]
            }
            options.output.show(.array(pairs)) {
                retried.isEmpty
                    ? "Everything was accepted."
                    : retried.map { "\($0.was) is sent again as \($0.became)." }
                        .joined(separator: "\n")
            }
        }
    }
}

struct RefusedExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        "export", "Write the changes that were not accepted out whole.",
        example: "refused export --output refused.json --json",
        "Without names all of them, also those that were given up.")

    @Option(help: ArgumentHelp("Write into this file.", valueName: "file")) var output: String?
    @OptionGroup var arguments: RefusedArguments
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let wanted = Set(try arguments.dots)
        let units = try Replica.reading(options) { try $0.desk.notAccepted(all: true) }
            .filter { wanted.isEmpty || wanted.contains($0.dot) }
        let document = JSONValue.array(units.map(\.json))
        guard let output else {
            return options.output.show(document) { units.map(\.line).joined(separator: "\n") }
        }
        let text =
            options.json
            ? document.text(indented: true) : units.map(\.line).joined(separator: "\n")
        try PrivateFile.write(Data((text + "\n").utf8), to: output)
        options.output.show(["file": .string(output), "changes": .integer(Int64(units.count))]) {
            "Written: \(units.count) changes in \(output)."
        }
    }
}

struct RefusedDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        "discard", "Give changes up that were not accepted.", example: "refused discard 5.31",
        "Shows them, and asks. Their text stays on this laptop: `refused list --all`.")

    @OptionGroup var arguments: RefusedArguments
    @OptionGroup var consent: Consent
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.writing(options) { replica in
            let dots = try arguments.chosen
            let group = try replica.desk.setAsideGroup(dots, forRetry: false)
            try consent.ask(
                "Will be given up:\n" + group.map(\.line).joined(separator: "\n"), options,
                because: "This gives up what somebody wrote", question: "Give it up?",
                refused: "Nothing was given up.")
            let gone = try replica.desk.discard(dots)
            options.output.show(.strings(gone.map(\.description))) {
                "Given up: \(gone.map(\.description).joined(separator: ", ")). "
                    + "`syncd refused list --all` still shows the text."
            }
        }
    }
}
