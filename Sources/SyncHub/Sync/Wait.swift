// Holds an answer until there is something to say, the time is up, or nobody listens any more.

internal import SyncEngine

/// The waiting of one request, over as many wakings as it takes.
///
/// Listens from its beginning, before the feed is first read: a commit between reading and waiting
/// wakes it at once.
struct Wait {
    /// Registers what is to be done when the laptop has hung up, and gives what calls that off.
    typealias OnDeparture = (@escaping @Sendable () -> Void) -> @Sendable () -> Void

    private let subscription: CommitSignal.Subscription
    private let onDeparture: OnDeparture
    private var timer: Task<Void, Never>?
    private var callOff: @Sendable () -> Void = {}

    init(workspace: Workspace, onDeparture: @escaping OnDeparture) {
        subscription = workspace.commits.subscribe()
        self.onDeparture = onDeparture
    }

    /// Waits for the next commit. The time counts from the first call.
    mutating func next(seconds: UInt64) async -> HubSession.Event {
        if timer == nil { start(seconds) }
        for await _ in subscription.ticks { return .woken }
        return .waitEnded
    }

    private mutating func start(_ seconds: UInt64) {
        let subscription = subscription
        timer = Task {
            try? await Task.sleep(for: .seconds(Int64(seconds)))
            subscription.end()
        }
        callOff = onDeparture { subscription.end() }
    }

    func end() {
        timer?.cancel()
        callOff()
        subscription.end()
    }
}
