// All transfers of a client, running in one multi handle; lives on the transfer thread only.
import CCurl

/// Runs transfers side by side, as many as there may be connections; the rest queue in order.
///
/// The queue is ours, not libcurl's: time spent queueing must not count as a stalled transfer.
final class TransferTable {
    private let multi: UnsafeMutableRawPointer
    private let configuration: HubClientConfiguration
    private var running: [Transfer] = []
    private var queued: [Exchange] = []
    /// Handles at rest, which keep their TLS sessions; never more than connections.
    private var idle: [EasyHandle] = []
    private let clock = ContinuousClock()

    init(_ multi: UnsafeMutableRawPointer, _ configuration: HubClientConfiguration) {
        self.multi = multi
        self.configuration = configuration
        // Kept connections beyond those in use would only be closed by the hub one day.
        setLimit(CURLMOPT_MAXCONNECTS, configuration.connections)
    }

    /// Queues new requests.
    func admit(_ exchanges: [Exchange]) { queued += exchanges }

    /// Ends requests whose callers have gone.
    func drop(_ exchanges: [Exchange]) {
        for exchange in exchanges {
            queued.removeAll { $0 === exchange }
            if let transfer = running.first(where: { $0.exchange === exchange }) {
                end(transfer, .failure(.taskCancelled))
            }
        }
    }

    /// Moves every transfer as far as it goes without waiting, and settles those that ended.
    func perform() {
        repeat {
            startQueued()
            moveRunning()
            // Places that became free are taken before anybody waits.
        } while !queued.isEmpty && running.count < configuration.connections
    }

    /// Sleeps until bytes can move, a deadline comes, or somebody wakes the multi handle.
    func waitForWork() {
        let now = clock.now
        // With nothing to run only a wake-up matters: an idle laptop sleeps.
        let patience = running.map { $0.deadline - now }.min() ?? .seconds(3_600)
        let milliseconds = min(max(patience, .zero), .seconds(3_600)) / .milliseconds(1)
        let code = curl_multi_poll(multi, nil, 0, Int32(milliseconds.rounded(.up)), nil)
        if code != CURLM_OK { failAll(code) }
    }

    /// Ends everything and gives all handles back to libcurl; the table is of no use afterwards.
    func endAll() {
        for exchange in queued { exchange.settle(.failure(.clientClosed)) }
        queued = []
        for transfer in running { end(transfer, .failure(.clientClosed)) }
        for easy in idle { easy.free() }
        idle = []
    }

    private func startQueued() {
        while running.count < configuration.connections, !queued.isEmpty {
            start(queued.removeFirst())
        }
    }

    private func start(_ exchange: Exchange) {
        guard !exchange.isSettled else { return }
        guard let easy = idle.popLast() ?? EasyHandle() else {
            return exchange.settle(.failure(.curl(CURLE_OUT_OF_MEMORY, detail: "no handle")))
        }
        do throws(OptionRefused) {
            let transfer = try Transfer(exchange, on: easy, configuration, at: clock.now)
            guard curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else {
                throw OptionRefused(code: CURLE_FAILED_INIT)
            }
            running.append(transfer)
        } catch {
            // The handle may point to a transfer that is gone, and was never run: it forgets
            // that first, and is not kept.
            easy.reset()
            easy.free()
            let text = String(cString: curl_easy_strerror(error.code))
            exchange.settle(.failure(.curl(error.code, detail: text)))
        }
    }

    private func moveRunning() {
        var count: Int32 = 0
        let code = curl_multi_perform(multi, &count)
        settleFinished()
        if code != CURLM_OK { failAll(code) }
        let now = clock.now
        for transfer in running {
            if let failure = transfer.checkProgress(at: now) { end(transfer, .failure(failure)) }
        }
    }

    private func settleFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left)?.pointee {
            guard message.msg == CURLMSG_DONE,
                let transfer = running.first(where: { $0.easy.pointer == message.easy_handle })
            else { continue }
            end(transfer, transfer.outcome(message.data.result))
        }
    }

    /// Takes the transfer out of libcurl first, then tells the caller.
    private func end(_ transfer: Transfer, _ outcome: Exchange.Outcome) {
        curl_multi_remove_handle(multi, transfer.easy.pointer)
        transfer.easy.reset()
        idle.append(transfer.easy)
        running.removeAll { $0 === transfer }
        transfer.exchange.settle(outcome)
    }

    /// The multi handle itself failed, which means that memory or descriptors ran out.
    private func failAll(_ code: CURLMcode) {
        let text = String(cString: curl_multi_strerror(code))
        for transfer in running {
            end(transfer, .failure(.curl(CURLE_OUT_OF_MEMORY, detail: text)))
        }
    }

    private func setLimit(_ option: CURLMoption, _ value: Int) {
        let code = ccurl_multi_set_long(multi, option, value)
        precondition(code == CURLM_OK, "libcurl refused a limit: \(code.rawValue)")
    }
}
