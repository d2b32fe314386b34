// One request and the one reply its caller gets, however completion, cancellation and closing race.
import Synchronization

/// The meeting point of a caller and the transfer thread. The first to settle it wins; the
/// caller's continuation is resumed exactly once, whether it came before or after.
final class Exchange: Sendable {
    typealias Outcome = Result<HubResponse, HubClientError>

    let outgoing: OutgoingRequest
    private let state = Mutex(State.open)

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
    }

    init(_ outgoing: OutgoingRequest) { self.outgoing = outgoing }

    /// Whether the outcome is known: there is no use in starting or continuing the transfer.
    var isSettled: Bool {
        state.withLock { if case .settled = $0 { true } else { false } }
    }

    /// Hands over the caller's continuation, once; it is resumed at once if already settled.
    func attach(_ continuation: CheckedContinuation<Outcome, Never>) {
        let known: Outcome? = state.withLock { state in
            switch state {
            case .open:
                state = .awaited(continuation)
                return nil
            case .settled(let outcome):
                return outcome
            case .awaited:
                preconditionFailure("an exchange has one caller")
            }
        }
        if let known { continuation.resume(returning: known) }
    }

    /// Sets the outcome and resumes the caller; does nothing if there is an outcome already.
    func settle(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .settled(outcome)
                return nil
            case .awaited(let continuation):
                state = .settled(outcome)
                return continuation
            case .settled:
                return nil
            }
        }
        waiting?.resume(returning: outcome)
    }
}
