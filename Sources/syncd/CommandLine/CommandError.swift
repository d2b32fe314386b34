// The one error type of the program: what happened, what was kept, and what to do next.

import Foundation

/// An error as a person is told it, with the exit code that scripts see.
struct CommandError: Error, Sendable {
    /// A word for programs, in snake_case.
    let code: String
    /// What happened, in a sentence.
    let message: String
    /// What became of the person's work, in a sentence.
    let kept: String
    /// What to do next, in a sentence.
    let hint: String
    let exit: ExitStatus

    init(
        _ code: String, _ message: String, kept: String = "Nothing was changed.", hint: String = "",
        exit: ExitStatus = .failed
    ) {
        self.code = code
        self.message = message
        self.kept = kept
        self.hint = hint
        self.exit = exit
    }
}

/// The exit codes of every command.
enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    /// Refused by the hub or by a right.
    case refused = 3
    /// No network or hub where one was needed.
    case offline = 4
    /// Conflicts or held items, where `--strict` asked.
    case undecided = 5
}

extension Error {
    /// The error's own words, without Foundation's frame around them.
    var sentence: String {
        if let error = self as? CommandError { return error.message }
        let bridged = self as NSError
        return bridged.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(bridged.code))) : bridged.localizedDescription
    }
}
