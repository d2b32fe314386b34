/// A request's body that does not have to be in memory: a stretch of a file.
public struct BodySource: Sendable {
    /// Fills a buffer with the bytes at an offset of the body, as far as they go.
    public typealias Fill =
        @Sendable (_ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int?

    /// Of the whole body, in bytes.
    public let count: Int
    let fill: Fill

    /// - Parameter fill: gives the number of bytes it put into the buffer, or `nil` if there are
    ///   none to be had, which ends the request. It is called on the client's thread, so it must
    ///   not wait for anything but a disk; with offsets that grow, each once.
    public init(count: Int, fill: @escaping Fill) {
        precondition(count >= 0, "a body of \(count) bytes")
        self.count = count
        self.fill = fill
    }
}
