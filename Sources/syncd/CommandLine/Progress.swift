// Says how far a long step has come: one line on a terminal, plain lines elsewhere.

import Foundation
import Synchronization

/// Progress of one step, on standard error; silent for what takes less than a second.
final class Progress: Sendable {
    private struct State {
        var next: ContinuousClock.Instant
        var document = ""
        var rate = TransferRate()
    }

    private let title: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private let state: Mutex<State>
    private let isSilent: Bool

    init(_ title: String, for output: Output) {
        self.title = title
        isSilent = output.inJSON
        started = clock.now
        state = Mutex(State(next: started + .seconds(1)))
    }

    /// Shows a number of things done, at most ten times a second on a terminal.
    func show(_ done: Int, of total: Int? = nil) {
        let amount = total.map { "\(done) of \($0)" } ?? "\(done)"
        let share = total.map { " (\($0 == 0 ? 100 : done * 100 / $0) %)" } ?? ""
        guard !isSilent, isDue() else { return }
        show(line: "\(title): \(amount)\(share)")
    }

    /// Shows how far a document has come, and how fast it goes.
    func show(_ document: DocumentProgress) {
        guard !isSilent else { return }
        let now = clock.now
        let rate = state.withLock { state in
            if state.document != document.document { state.rate = TransferRate() }
            state.document = document.document
            return state.rate.note(document.done, at: now)
        }
        guard isDue() else { return }
        let verb = document.direction == .up ? "Sending" : "Fetching"
        let bar = ProgressBar(
            title: verb, name: document.name, done: document.done, size: document.size, rate: rate)
        show(line: isTerminal ? bar.line(columns: Self.columns) : bar.plainLine)
    }

    private func show(line: String) {
        Output.write(isTerminal ? "\r\u{1B}[K" + line : line + "\n", to: .standardError)
    }

    /// Takes the line away.
    func finish() {
        guard !isSilent, isTerminal, clock.now > started + .seconds(1) else { return }
        Output.write("\r\u{1B}[K", to: .standardError)
    }

    private func isDue() -> Bool {
        state.withLock { state in
            guard clock.now >= state.next else { return false }
            state.next = clock.now + (isTerminal ? .milliseconds(100) : .seconds(5))
            return true
        }
    }

    /// The width of the terminal; 80 where it does not say.
    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
