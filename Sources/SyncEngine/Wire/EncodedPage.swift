// A page in bytes, made once for all laptops that ask for the same stretch of the feed.

/// A feed page as it travels to a laptop that pushes nothing: no unit in it is left out as the
/// laptop's own, so the bytes are the same for whoever stands at its start.
public struct EncodedPage: Hashable, Sendable {
    public let start: UInt64
    /// The head of the snapshot that the page was read from.
    public let head: Cursor
    public let unitCount: Int
    let bytes: [UInt8]

    /// How many bytes the page has.
    public var byteCount: Int { bytes.count }

    /// - Precondition: as ``FeedPage/init(_:signedBy:)``.
    /// - Complexity: O(bytes).
    public init(_ slice: FeedSlice, signedBy key: ReceiptKey?) {
        let page = FeedPage(slice, signedBy: key)
        var writer = ByteWriter(capacity: 1_024)
        writer.page(page) { _ in false }
        start = page.start
        head = page.head
        unitCount = page.units.count
        bytes = writer.bytes
    }

    /// The same page without its content, which stands in the bytes.
    var frame: FeedPage {
        FeedPage(start: start, head: head, units: [], rows: [])
    }
}
