/// Where the body of a good answer goes that does not have to be in memory: a file.
///
/// Both functions are called on the client's thread, so they must not wait for anything but a disk.
/// What they took stays taken, also if the answer is cut later.
public struct AnswerSink: Sendable {
    /// Whether this is the answer that was asked for: its status, and its header fields by
    /// lowercased name. Called once, before any byte of the body.
    public typealias Accept = @Sendable (_ status: Int, _ headers: [String: String]) -> Bool
    /// Takes the next bytes; `false` ends the transfer.
    public typealias Take = @Sendable (UnsafeRawBufferPointer) -> Bool

    let accept: Accept
    let take: Take

    public init(accept: @escaping Accept, take: @escaping Take) {
        self.accept = accept
        self.take = take
    }
}
