// The one thread of a client, and the only way to it: a mailbox and a wake-up call.
import CCurl
import Foundation
import Synchronization

/// Takes requests from any task and runs them on a thread of its own.
final class TransferLoop: Sendable {
    /// libcurl's multi handle. Unchecked, because only `curl_multi_wakeup` is called from other
    /// threads, the one call that libcurl allows there, and only before the thread has ended.
    private struct Multi: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private enum Phase { case open, closing, ended }

    private struct Mailbox {
        var phase = Phase.open
        var arrivals: [Exchange] = []
        var withdrawals: [Exchange] = []
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: Multi
    private let mailbox = Mutex(Mailbox())

    /// libcurl wants its global set-up once per process, before anything else.
    private static let globalSetUp = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init(_ configuration: HubClientConfiguration) {
        precondition(TransferLoop.globalSetUp == CURLE_OK, "libcurl cannot be set up")
        guard let pointer = curl_multi_init() else { preconditionFailure("libcurl has no memory") }
        multi = Multi(pointer: pointer)
        let thread = Thread { self.run(configuration) }
        thread.name = "hub-client"
        thread.start()
    }

    /// Queues a request; it is settled at once if the client is closed.
    func submit(_ exchange: Exchange) {
        let isTaken = mailbox.withLock { mailbox in
            guard mailbox.phase == .open else { return false }
            mailbox.arrivals.append(exchange)
            wake()
            return true
        }
        if !isTaken { exchange.settle(.failure(.clientClosed)) }
    }

    /// Lets go of a request that was settled by its caller, whether it was submitted or not.
    func withdraw(_ exchange: Exchange) {
        mailbox.withLock { mailbox in
            guard mailbox.phase == .open else { return }
            mailbox.withdrawals.append(exchange)
            wake()
        }
    }

    /// Asks the thread to end; returns at once.
    func beginClosing() {
        mailbox.withLock { mailbox in
            guard mailbox.phase == .open else { return }
            mailbox.phase = .closing
            wake()
        }
    }

    /// Asks the thread to end and waits for it.
    func close() async {
        beginClosing()
        await withCheckedContinuation { continuation in
            let hasEnded = mailbox.withLock { mailbox in
                if mailbox.phase != .ended { mailbox.closers.append(continuation) }
                return mailbox.phase == .ended
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Under the mailbox's lock, so that the multi handle cannot be freed meanwhile.
    private func wake() { curl_multi_wakeup(multi.pointer) }

    private func run(_ configuration: HubClientConfiguration) {
        TransferLoop.blockBrokenPipeSignal()
        let table = TransferTable(multi.pointer, configuration)
        while true {
            let (phase, arrivals, withdrawals) = takeMail()
            table.admit(arrivals)
            table.drop(withdrawals)
            guard phase == .open else { break }
            table.perform()
            table.waitForWork()
        }
        table.endAll()
        end()
    }

    private func takeMail() -> (Phase, arrivals: [Exchange], withdrawals: [Exchange]) {
        mailbox.withLock { mailbox in
            defer { (mailbox.arrivals, mailbox.withdrawals) = ([], []) }
            return (mailbox.phase, mailbox.arrivals, mailbox.withdrawals)
        }
    }

    private func end() {
        let closers = mailbox.withLock { mailbox in
            mailbox.phase = .ended
            defer { mailbox.closers = [] }
            return mailbox.closers
        }
        curl_multi_cleanup(multi.pointer)
        for closer in closers { closer.resume() }
    }

    /// TLS writes to a socket that the hub has closed would otherwise end the process. Blocking
    /// the signal on this thread alone leaves the process's own handling of it as it is.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
