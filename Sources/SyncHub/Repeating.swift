// What the hub does every so often beside its requests.

internal import ServiceLifecycle

/// Does something again and again until the hub stops; it never fails, and logs for itself.
struct Repeating: Service {
    let interval: Duration
    let body: @Sendable () async -> Void

    init(every interval: Duration, _ body: @escaping @Sendable () async -> Void) {
        self.interval = interval
        self.body = body
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                await body()
            }
        }
    }
}
