// Asks before something leaves the house: on a terminal by a question, in scripts by `--yes`.

import ArgumentParser
import Foundation

/// The option `--yes`, and the question where it is not given.
struct Consent: ParsableArguments {
    @Flag(help: "Do it without asking.")
    var yes = false

    /// Shows what will leave the house, in any case: the action covers what was printed.
    /// - Throws: If the answer is no, or nobody is there to answer.
    func ask(_ screen: String) throws {
        Output.write(screen + "\n", to: .standardError)
        guard !yes else { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw CommandError(
                "needs_consent", "This releases something to a client, and asks first.",
                hint: "Look at it and repeat the command with --yes.", exit: .usage)
        }
        Output.write("Release it? [y/N] ", to: .standardError)
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            throw CommandError("not_released", "Not released.")
        }
    }
}
