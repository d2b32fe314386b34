// Asks before what cannot be taken back: on a terminal by a question, in scripts by `--yes`.

import ArgumentParser
import Foundation

/// The option `--yes`, and the question where it is not given.
struct Consent: ParsableArguments {
    @Flag(help: "Do it without asking.")
    var yes = false

    /// Shows what will leave the house, with `--yes` too: the action covers what was printed. A
    /// script that asks for JSON reads it in the error, and says yes to that.
    /// - Throws: If the answer is no, or nobody is there to answer.
    func ask(
        _ screen: String, _ options: GlobalOptions,
        because reason: String = "This releases it to a client",
        question: String = "Release it?", refused: String = "Not released."
    ) throws {
        let isAnswerable = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        guard yes || (isAnswerable && !options.json) else {
            throw CommandError(
                "needs_consent", screen + "\n\(reason), and asks first.",
                hint: "Look at it and repeat the command with --yes.", exit: .usage)
        }
        if !options.json { Output.write(screen + "\n", to: .standardError) }
        guard !yes else { return }
        Output.write("\(question) [y/N] ", to: .standardError)
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            throw CommandError("not_released", refused)
        }
    }
}
