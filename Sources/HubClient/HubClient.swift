/// The transport of a laptop: sends requests to one hub, bytes in, bytes out.
///
/// All transfers run in libcurl on one thread of the client's own, so no thread of Swift's pool is
/// ever blocked by the network; connections are kept and used again. Redirects are not followed,
/// TLS is verified, and whatever does not prove to come from the hub is an error.
///
/// ```swift
/// let client = HubClient(
///     configuration: HubClientConfiguration(address: try HubAddress("https://hub.example.org")))
/// let answer = try await client.send(HubRequest(.post, "/v1/sync", body: message))
/// await client.close()
/// ```
public final class HubClient: Sendable {
    private let configuration: HubClientConfiguration
    private let loop: TransferLoop

    /// Makes a client with its thread; no connection yet.
    public init(configuration: HubClientConfiguration) {
        precondition(configuration.connections >= 1, "\(configuration.connections) connections")
        self.configuration = configuration
        loop = TransferLoop(configuration)
    }

    deinit { loop.beginClosing() }

    /// Sends a request and waits for the whole answer.
    ///
    /// Requests beyond the allowed connections queue in order. Cancelling the task ends the
    /// transfer at once, also during a long wait; the hub may have acted on the request then.
    /// - Returns: An answer of the expected type, or the hub's own error (status 400 and above,
    ///   JSON), told apart by ``HubResponse/isRefusal``.
    /// - Throws: Everything else, also a login page with status 200, as ``HubClientError``.
    public func send(_ request: HubRequest) async throws(HubClientError) -> HubResponse {
        let exchange = Exchange(try OutgoingRequest(request, configuration))
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.attach(continuation)
                loop.submit(exchange)
            }
        } onCancel: {
            // Settled first: the caller goes on now, the thread tidies up in its own time.
            exchange.settle(.failure(.taskCancelled))
            loop.withdraw(exchange)
        }
        return try outcome.get()
    }

    /// Ends all requests as cancelled, closes the connections, and returns when the thread has
    /// let go of everything. Later requests are refused.
    public func close() async {
        await loop.close()
    }
}
