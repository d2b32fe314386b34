// The daemon's ear: answers the commands of this user that call on its socket.

import Dispatch
import Foundation
import ServiceLifecycle

/// Listens on `daemon.sock` until the daemon stops.
struct DaemonSocket: Service {
    let listener: UnixSocket
    let path: String
    let answer: @Sendable (DaemonAsk) async -> DaemonAnswer

    func run() async throws {
        // Callers send one short line at once; reading it blocks a thread of this queue, never one
        // of Swift's own.
        let queue = DispatchQueue(label: "syncd.daemon.socket", attributes: .concurrent)
        let source = DispatchSource.makeReadSource(fileDescriptor: listener.file, queue: queue)
        source.setEventHandler {
            while let caller = listener.accepted() {
                queue.async { serve(caller) }
            }
        }
        // The descriptor must outlive the source.
        source.setCancelHandler { withExtendedLifetime(listener) {} }
        source.resume()
        try? await gracefulShutdown()
        source.cancel()
        unlink(path)
    }

    private func serve(_ caller: UnixSocket) {
        caller.limit(to: 2)
        guard let line = caller.line(maximumBytes: 64), let ask = DaemonAsk(rawValue: line) else {
            return
        }
        Task {
            let answer = await answer(ask)
            guard ask != .poke, let text = try? JSONEncoder().encode(answer) else { return }
            _ = caller.send(String(decoding: text, as: UTF8.self))
        }
    }
}
