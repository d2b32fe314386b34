/// Decides when a transfer has stalled: by lack of progress, never by its total time.
///
/// libcurl's own low-speed limit cannot tell a hub that holds its answer on purpose from a dead
/// line. Here each stage has its own allowance, and within a stage a minimum of bytes renews it.
struct ProgressWatch {
    typealias Instant = ContinuousClock.Instant

    enum Stage: Equatable {
        /// Nothing has been sent yet.
        case connecting
        /// The body is on its way to the hub.
        case sending
        /// The request is out, the answer has not begun: here the hub may wait on purpose.
        case waiting
        case receiving
    }

    private let connect: Duration
    private let stall: Duration
    private let wait: Duration
    private let minimumBytes: Int
    private let bodyBytes: Int

    private(set) var stage = Stage.connecting
    private var markedBytes = 0
    private var markedAt: Instant

    init(_ request: HubRequest, _ configuration: HubClientConfiguration, start: Instant) {
        connect = configuration.connectTimeout
        stall = configuration.stallTimeout
        wait = request.wait ?? .zero
        minimumBytes = configuration.minimumProgressBytes
        bodyBytes = request.bodyBytes
        markedAt = start
    }

    /// The moment at which the transfer counts as stalled, unless progress is noted before.
    var deadline: Instant {
        switch stage {
        // Without a body it does not show when the request has left, so both stages share a mark.
        case .connecting: markedAt + connect + stall + (bodyBytes == 0 ? wait : .zero)
        case .sending, .receiving: markedAt + stall
        case .waiting: markedAt + stall + wait
        }
    }

    /// Notes how many bytes have moved in all. Counts that fall mean a new attempt on another
    /// connection, which libcurl makes if a kept one turns out to be closed.
    mutating func note(sent: Int, received: Int, at now: Instant) {
        let bytes = sent + received
        let next = nextStage(sent: sent, received: received)
        guard next != stage || bytes < markedBytes || bytes - markedBytes >= minimumBytes else {
            return
        }
        stage = next
        markedBytes = bytes
        markedAt = now
    }

    private func nextStage(sent: Int, received: Int) -> Stage {
        if received > 0 { return .receiving }
        if sent == 0 { return .connecting }
        return sent < bodyBytes ? .sending : .waiting
    }
}
