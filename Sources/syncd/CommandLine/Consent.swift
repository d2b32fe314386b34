// Asks before what cannot be taken back: on a terminal by a question, in scripts by `--yes`.

import ArgumentParser
import Foundation

/// The option `--yes`, and the question where it is not given.
struct Consent: ParsableArguments {
    @Flag(help: "Do it without asking.")
    var yes = false

    /// - Throws: If the answer is no, or nobody is there to answer.
    func ask(
        _ screen: String, because reason: String = "This releases something to a client",
        question: String = "Release it?", refused: String = "Not released."
    ) throws {
        guard !yes else { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw CommandError(
                "needs_consent", reason + ", and asks first.",
                hint: "Look at it and repeat the command with --yes.", exit: .usage)
        }
        Output.write(screen + "\n\(question) [y/N] ", to: .standardError)
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            throw CommandError("not_released", refused)
        }
    }
}
