// How the lane goes on after cuts: smaller pieces, longer waits, no end while there is progress.

import Foundation
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import syncd

@Suite struct PaceTests {
    private let quickly = RetryPolicy(base: .nanoseconds(1), cap: .nanoseconds(1))

    @Test func `chunks grow on a good link and shrink on a bad one, within their bounds`() {
        var chunk = ChunkSize()
        for _ in 0..<20 { chunk.arrived(in: .milliseconds(10)) }
        #expect(chunk.bytes == Limits.maximumChunkBytes)
        chunk.arrived(in: .seconds(5))
        #expect(chunk.bytes == Limits.maximumChunkBytes)
        chunk.arrived(in: .seconds(9))
        #expect(chunk.bytes == Limits.maximumChunkBytes / 2)
        for _ in 0..<20 { chunk.failed() }
        #expect(chunk.bytes == ChunkSize.smallest)
    }

    private func cut(_ kind: SyncFailure.Kind = .offline, _ code: String = "x") -> SyncFailure {
        SyncFailure(kind, code, "Cut.")
    }

    @Test func `a transfer goes on as long as each cut is further than the one before`()
        async throws
    {
        var pace = Pace(policy: quickly, patience: 2)
        for offset in 1...50 as ClosedRange<Int64> {
            pace.reached(offset)
            try await pace.pause(after: cut())
            try await pace.pause(after: cut())
        }
        pace.reached(50)
        await #expect(throws: SyncFailure.self) { try await pace.pause(after: cut()) }
    }

    @Test(arguments: [
        (SyncFailure.Kind.refused, "revoked"), (.failed, "disk_full"), (.offline, "disk_full"),
        (.refused, "wrong_content"), (.refused, "bytes_not_here"), (.cancelled, "stopped"),
    ])
    func `what no waiting mends is not tried again`(kind: SyncFailure.Kind, code: String)
        async throws
    {
        var pace = Pace(policy: quickly, patience: 2)
        let failure = cut(kind, code)
        await #expect(throws: SyncFailure.self) { try await pace.pause(after: failure) }
    }

    @Test func `a document that failed waits a minute, then longer, and others do not`() throws {
        let hash = try #require(ContentHash(String(repeating: "0a", count: 32)))
        let row = RowID(ReplicaOrdinal.hub, 1)
        let transfer = DocumentTransfer(document: row, name: "a", hash: hash, size: 1)
        var setbacks = Setbacks()
        let start = ContinuousClock.now
        setbacks.note(transfer, at: start)
        #expect(setbacks.waiting(at: start + .seconds(59)) == [transfer])
        #expect(setbacks.waiting(at: start + .seconds(61)).isEmpty)
        for _ in 0..<40 { setbacks.note(transfer, at: start) }
        #expect(setbacks.waiting(at: start + .seconds(3_599)) == [transfer])
        #expect(setbacks.waiting(at: start + .seconds(3_601)).isEmpty)
    }

    @Test func `who goes first has the link, and the others wait for its end`() async throws {
        let path = NSTemporaryDirectory() + "turn-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let turn = DocumentTurn(directory: DataDirectory(path: path))
        try turn.directory.make()
        var first: FileLock? = try await turn.goFirst()
        let other = Task { try await turn.yield() }
        // It waits, so it is ended by this; had it gone on, it would have ended well.
        other.cancel()
        await #expect(throws: SyncFailure.self) { try await other.value }
        _ = first
        first = nil
        try await turn.yield()
    }
}
