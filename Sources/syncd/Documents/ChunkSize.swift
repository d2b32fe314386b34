// How much of a document to ask of a link at a time: as much as it has shown that it can carry.

import SyncEngine

/// The size of the next chunk, by how the last ones went.
///
/// What is lost when a link is cut is at most one chunk on its way, so a bad link gets small ones;
/// a good one gets large ones, so that it does not spend its time on asking.
struct ChunkSize: Hashable, Sendable {
    /// A chunk that took less was too small, one that took more than `slow` too large: progress is
    /// saved every few seconds.
    static let quick = Duration.seconds(2)
    static let slow = Duration.seconds(8)
    /// A slow mobile link carries that in `slow`.
    static let smallest: Int64 = 65_536
    /// To begin with, before anything is known.
    static let first: Int64 = 524_288
    static let largest = Limits.maximumChunkBytes

    private(set) var bytes = ChunkSize.first

    /// A chunk has arrived whole.
    mutating func arrived(in duration: Duration) {
        if duration < Self.quick { bytes = min(bytes * 2, Self.largest) }
        if duration > Self.slow { shrink() }
    }

    /// A chunk was cut or stalled.
    mutating func failed() { shrink() }

    private mutating func shrink() { bytes = max(bytes / 2, Self.smallest) }
}
