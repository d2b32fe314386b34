// Encoded pages of the feed, shared by the laptops that ask for the same stretch.

internal import SyncEngine
internal import Synchronization

/// The pages of one workspace that were encoded last, in bounded memory.
///
/// After a commit every waiting laptop asks for the same stretch: it is read and encoded once. The
/// key names the snapshot by its head, and nothing that a page shows can change under one head.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let place: FeedPlace
        let head: Cursor
        let bounds: FeedBounds
    }

    private let maximumBytes: Int
    private let metrics: HubMetrics
    private let state = Mutex(State())
    /// Held while a page is made: whoever asks for the same meanwhile finds it made.
    private let making = Mutex(())

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private struct Entry {
        let page: EncodedPage
        var usedAt: UInt64
    }

    init(maximumBytes: Int = HubLimits.pageCacheBytes, metrics: HubMetrics) {
        self.maximumBytes = maximumBytes
        self.metrics = metrics
    }

    /// Bytes that are kept now.
    var byteCount: Int { state.withLock { $0.bytes } }

    /// The page of that key, made if it is not there.
    func page(_ key: Key, make: () throws -> EncodedPage) throws -> EncodedPage {
        if let page = found(key) { return page }
        return try making.withLock { _ in
            if let page = found(key) { return page }
            let page = try make()
            metrics.pageEncoded()
            keep(page, as: key)
            return page
        }
    }

    private func found(_ key: Key) -> EncodedPage? {
        let page = state.withLock { state -> EncodedPage? in
            state.clock += 1
            state.entries[key]?.usedAt = state.clock
            return state.entries[key]?.page
        }
        if page != nil { metrics.pageShared() }
        return page
    }

    private func keep(_ page: EncodedPage, as key: Key) {
        state.withLock { state in
            guard page.byteCount <= maximumBytes else { return }
            state.clock += 1
            state.entries[key] = Entry(page: page, usedAt: state.clock)
            state.bytes += page.byteCount + Self.entryBytes
            while state.bytes > maximumBytes {
                guard let oldest = state.entries.min(by: { $0.value.usedAt < $1.value.usedAt })
                else { break }
                state.entries.removeValue(forKey: oldest.key)
                state.bytes -= oldest.value.page.byteCount + Self.entryBytes
            }
        }
    }

    /// What an entry takes beside its page: without it, empty pages would be free and endless.
    private static let entryBytes = 256
}
