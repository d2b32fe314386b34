// How the program ends when a command throws: what is printed where, and the exit code.

import ArgumentParser
import Foundation
import SupportDesk

/// The last words of a run.
struct Ending {
    let status: ExitStatus
    /// What goes to standard output: help that was asked for.
    let answer: String
    /// What goes to standard error.
    let complaint: String

    init(of error: any Error, inJSON: Bool) {
        if let command = CommandError(any: error) {
            status = command.exit
            answer = ""
            complaint = inJSON ? command.json.description : command.text
            return
        }
        let message = Syncd.fullMessage(for: error)
        switch Syncd.exitCode(for: error) {
        case .success:
            (status, answer, complaint) = (.done, message, "")
        case .validationFailure:
            let usage = CommandError(
                "usage", Syncd.message(for: error), hint: "Add --help to see how it is used.",
                exit: .usage)
            (status, answer) = (.usage, "")
            complaint = inJSON ? usage.json.description : message
        case let code:
            (status, answer) = (ExitStatus(rawValue: code.rawValue) ?? .failed, "")
            complaint = message
        }
    }

    /// Prints the last words and ends the process.
    func leave() -> Never {
        if !answer.isEmpty { Output.write(answer + "\n", to: .standardOutput) }
        if !complaint.isEmpty { Output.write(complaint + "\n", to: .standardError) }
        exit(status.rawValue)
    }
}

extension CommandError {
    var text: String {
        (["syncd: " + message] + [kept, hint].filter { !$0.isEmpty }).joined(separator: "\n")
    }

    var json: JSONValue {
        [
            "error": [
                "code": .string(code), "message": .string(message), "kept": .string(kept),
                "hint": .string(hint),
            ]
        ]
    }
}
