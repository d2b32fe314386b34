// The bytes of a document, open to be read in any stretch.

/// A complete document. It stays readable while this object lives, also if it is evicted meanwhile.
public final class OpenDocument: Sendable {
    public let hash: ContentHash
    /// In bytes.
    public let size: Int64
    private let file: RawFile

    init(_ hash: ContentHash, _ file: RawFile) throws(StoreError) {
        self.hash = hash
        self.file = file
        size = try file.status().size
    }

    /// A stretch of the bytes.
    /// - Parameter offset: not negative; beyond the end there is nothing.
    /// - Returns: fewer than `count` bytes only at the end.
    /// - Complexity: O(count); blocks on the disk.
    public func read(at offset: Int64, count: Int) throws(StoreError) -> [UInt8] {
        precondition(offset >= 0 && count >= 0, "\(count) bytes at \(offset)")
        let count = Int(min(Int64(count), max(0, size - offset)))
        var failure: StoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(StoreError) {
                initialized = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills a buffer with the bytes at an offset.
    /// - Returns: The bytes read; fewer than fit only at the end.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(StoreError) -> Int {
        try file.read(into: buffer, at: offset)
    }

    /// Whether the bytes are still those that the hash names: a disk may lose some.
    /// - Complexity: O(size); blocks on the disk.
    public func isIntact() throws(StoreError) -> Bool { try file.hash() == hash }
}
