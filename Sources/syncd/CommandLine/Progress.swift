// Says how far a long step has come: one line on a terminal, plain lines elsewhere.

import Foundation
import Synchronization

/// Progress of one step, on standard error; silent for what takes less than a second.
final class Progress: Sendable {
    private let title: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private let next: Mutex<ContinuousClock.Instant>
    private let isSilent: Bool

    init(_ title: String, for output: Output) {
        self.title = title
        isSilent = output.inJSON
        started = clock.now
        next = Mutex(started + .seconds(1))
    }

    /// Shows a number of things done, at most ten times a second on a terminal.
    func show(_ done: Int, of total: Int? = nil) {
        let amount = total.map { "\(done) of \($0)" } ?? "\(done)"
        let share = total.map { " (\($0 == 0 ? 100 : done * 100 / $0) %)" } ?? ""
        show(line: amount + share)
    }

    /// Shows how far a document has come.
    func show(_ document: DocumentProgress) {
        let share = document.size == 0 ? 100 : document.done * 100 / document.size
        show(line: "\(document.sentence) (\(share) %)")
    }

    private func show(line: String) {
        guard !isSilent, isDue() else { return }
        let line = "\(title): \(line)"
        Output.write(isTerminal ? "\r\u{1B}[K" + line : line + "\n", to: .standardError)
    }

    /// Takes the line away.
    func finish() {
        guard !isSilent, isTerminal, clock.now > started + .seconds(1) else { return }
        Output.write("\r\u{1B}[K", to: .standardError)
    }

    private func isDue() -> Bool {
        next.withLock { next in
            guard clock.now >= next else { return false }
            next = clock.now + (isTerminal ? .milliseconds(100) : .seconds(5))
            return true
        }
    }
}
