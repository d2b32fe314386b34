// One transfer in libcurl, from its options to its outcome; lives on the transfer thread only.
import CCurl
import Foundation

/// A running request: owns all memory that libcurl reads or writes for it.
///
/// libcurl holds an unretained pointer to this object. That is sound because the table that runs
/// it keeps it until the handle has been taken out of the multi handle and reset, after which
/// libcurl calls nothing more; all of it happens on one thread.
final class Transfer {
    let exchange: Exchange
    let easy: EasyHandle
    private let headers: HeaderList
    private let errorText = ErrorText()
    private var answer: IncomingAnswer
    private var watch: ProgressWatch
    private let source: BodySource?
    /// How much of the source was handed to libcurl.
    private var sourceOffset = 0
    private var sourceFailure: HubClientError?

    init(
        _ exchange: Exchange, on easy: EasyHandle, _ configuration: HubClientConfiguration,
        at now: ContinuousClock.Instant
    ) throws(OptionRefused) {
        let outgoing = exchange.outgoing
        self.exchange = exchange
        self.easy = easy
        headers = try HeaderList(outgoing.headerLines)
        answer = IncomingAnswer(to: outgoing.request) { Int(Date().timeIntervalSince1970) }
        watch = ProgressWatch(outgoing.request, configuration, start: now)
        source = outgoing.request.source
        try easy.set(errorText)
        try easy.set(headers)
        try easy.apply(outgoing)
        try easy.apply(configuration)
        try receiveAnswer()
        if source != nil { try giveBody() }
    }

    /// When this transfer counts as stalled.
    var deadline: ContinuousClock.Instant { watch.deadline }

    /// Asks libcurl how far it is, and gives the reason to end early, if there is one.
    func checkProgress(at now: ContinuousClock.Instant) -> HubClientError? {
        let arrived = easy.bytes(CURLINFO_SIZE_DOWNLOAD_T)
        answer.noteTravelled(arrived)
        if let failure = answer.failure { return failure }
        let headBytes = answer.head.isInterim ? 0 : answer.head.bytes
        watch.note(
            sent: easy.bytes(CURLINFO_SIZE_UPLOAD_T), received: headBytes + arrived, at: now)
        return now < watch.deadline ? nil : .timedOut("The hub has stopped answering")
    }

    /// The outcome, once libcurl says that the transfer has ended with `code`.
    func outcome(_ code: CURLcode) -> Exchange.Outcome {
        // What we refused ourselves comes back as a write error; our own reason says more.
        if let failure = answer.failure ?? sourceFailure { return .failure(failure) }
        guard code == CURLE_OK else {
            return .failure(
                .curl(code, detail: errorText.text(code), hasBegun: answer.head.isComplete))
        }
        return answer.outcome()
    }

    /// No way back is given: where a kept connection is cut while it carries a body, libcurl would
    /// else send all of it again, by itself, to a hub that has most of it.
    private func giveBody() throws(OptionRefused) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.set(
            CURLOPT_READFUNCTION,
            { bytes, size, count, context in
                Transfer.transfer(context).give(
                    UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            }, CURLOPT_READDATA, context)
    }

    /// Fills libcurl's buffer with what comes next; 0 says that there is no more.
    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let source, sourceOffset < source.count else { return 0 }
        let wanted = min(buffer.count, source.count - sourceOffset)
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
        guard let count = source.fill(part, sourceOffset), (1...wanted).contains(count) else {
            sourceFailure = .localFile("What was to be sent could not be read")
            return Int(CURL_READFUNC_ABORT)
        }
        sourceOffset += count
        return count
    }

    private func receiveAnswer() throws(OptionRefused) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.set(
            CURLOPT_HEADERFUNCTION,
            { bytes, size, count, context in
                Transfer.receive(bytes, size * count, context) { $0.answer.takeHeader($1) }
            }, CURLOPT_HEADERDATA, context)
        try easy.set(
            CURLOPT_WRITEFUNCTION,
            { bytes, size, count, context in
                Transfer.receive(bytes, size * count, context) { $0.answer.takeBody($1) }
            }, CURLOPT_WRITEDATA, context)
    }

    /// Hands bytes from libcurl to the transfer: they are copied, the buffer is libcurl's again
    /// on return. A count other than the given one makes libcurl end the transfer.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        let transfer = transfer(context)
        guard count > 0 else { return 0 }
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl lost the context of a transfer") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}
