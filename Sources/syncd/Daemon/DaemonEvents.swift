// The lines that a daemon prints: "ready" is the first of them, whatever happened before it was.

import SupportDesk
import Synchronization

/// Prints events in order, and keeps those that come too early until the daemon is ready.
final class DaemonEvents: Sendable {
    private struct State {
        var isReady = false
        var early: [JSONValue] = []
    }

    private let output: Output
    private let state = Mutex(State())

    init(_ output: Output) { self.output = output }

    /// Prints that the daemon is ready, and then what happened before.
    func ready(_ document: JSONValue, text: String) {
        state.withLock { state in
            state.isReady = true
            output.event(document, text: text)
            for document in state.early { output.event(document, text: "") }
            state.early = []
        }
    }

    /// Prints an event for scripts; people are not told each talk with the hub.
    func event(_ document: JSONValue) {
        guard output.inJSON else { return }
        state.withLock { state in
            guard state.isReady else {
                state.early.append(document)
                return
            }
            output.event(document, text: "")
        }
    }
}
