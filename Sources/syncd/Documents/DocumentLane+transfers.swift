// One document up or down, in chunks, over a link that may be cut at any byte.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

extension DocumentLane {
    /// Brings the bytes of a document to the hub.
    func upload(_ transfer: DocumentTransfer) async throws(SyncFailure) {
        guard let document = try attempt({ try store.documents?.open(transfer.hash) }) else {
            throw .gone(transfer)
        }
        guard document.size == transfer.size else { throw .damaged(transfer) }
        var pace = Pace(policy: policy, patience: patience)
        while true {
            do throws(SyncFailure) {
                try await send(document, transfer, &pace)
                return try attempt { try store.noteAtHub([transfer.hash]) }
            } catch {
                if error.code == "wrong_content", try !attempt({ try document.isIntact() }) {
                    throw .damaged(transfer)
                }
                try await pace.pause(after: error)
            }
        }
    }

    /// Sends what the hub does not have, until it has all.
    private func send(
        _ document: OpenDocument, _ transfer: DocumentTransfer, _ pace: inout Pace
    ) async throws(SyncFailure) {
        var state = try await hub.uploadState(transfer.document)
        while !state.isComplete {
            try await turn.yield()
            let start = state.received
            pace.reached(start)
            let chunk = start..<min(start + pace.chunk.bytes, document.size)
            let began = ContinuousClock.now
            let onProgress = onProgress
            state = try await hub.upload(chunk, of: document, as: transfer.document) { done in
                onProgress(DocumentProgress(transfer, .up, done: start + done))
            }
            pace.chunk.arrived(in: .now - began)
            guard state.received > start || state.isComplete else {
                throw SyncFailure(.offline, "no_progress", "The hub has not kept what it got.")
            }
        }
    }

    /// Fetches the bytes of a document.
    /// - Parameter isFirst: whether the caller has the link for itself.
    func download(
        _ transfer: DocumentTransfer, isFirst: Bool = false
    ) async throws(SyncFailure) {
        guard let documents = store.documents else { throw .gone(transfer) }
        var pace = Pace(policy: policy, patience: patience)
        while documents.size(of: transfer.hash) == nil {
            do throws(SyncFailure) {
                let partial = try attempt {
                    try documents.partial(of: transfer.hash, size: transfer.size, from: "hub")
                }
                try await receive(partial, transfer, &pace, isFirst: isFirst)
                try attempt { try partial.finish() }
            } catch {
                if error.code == "bytes_not_here" {
                    try attempt { try store.noteNotAtHub(transfer.hash) }
                }
                try await pace.pause(after: error)
            }
        }
        try attempt { try store.noteAtHub([transfer.hash]) }
    }

    private func receive(
        _ partial: PartialDocument, _ transfer: DocumentTransfer, _ pace: inout Pace,
        isFirst: Bool
    ) async throws(SyncFailure) {
        while case let start = try attempt({ try partial.received() }), start < transfer.size {
            if !isFirst { try await turn.yield() }
            pace.reached(start)
            let chunk = start..<min(start + pace.chunk.bytes, transfer.size)
            let began = ContinuousClock.now
            let onProgress = onProgress
            try await hub.download(chunk, of: partial, as: transfer.document) { done in
                onProgress(DocumentProgress(transfer, .down, done: start + done))
            }
            pace.chunk.arrived(in: .now - began)
        }
    }
}

/// How fast to go, and when to stop trying.
struct Pace: Sendable {
    private let policy: RetryPolicy
    private let patience: Int
    var chunk = ChunkSize()
    private var furthest: Int64 = 0
    private var failures = 0

    init(policy: RetryPolicy, patience: Int) {
        self.policy = policy
        self.patience = patience
    }

    /// The transfer goes on from here: if that is further than ever, the link is alive.
    mutating func reached(_ offset: Int64) {
        guard offset > furthest else { return }
        furthest = offset
        failures = 0
    }

    /// Waits before the next attempt.
    /// - Throws: the failure, if there is no use in another one now.
    mutating func pause(after failure: SyncFailure) async throws(SyncFailure) {
        guard failure.mayPass, failures < patience else { throw failure }
        failures += 1
        chunk.failed()
        var random = SystemRandomNumberGenerator()
        let delay = policy.delay(
            attempt: failures, retryAfter: failure.retryAfter, random: &random)
        do {
            try await Task.sleep(for: delay)
        } catch {
            throw .stopped
        }
    }
}

extension SyncFailure {
    /// Whether the next attempt may go better: the link was cut, or another process or request of
    /// this laptop moved the same bytes and was quicker.
    fileprivate var mayPass: Bool {
        guard code != "disk_full" else { return false }
        return kind == .offline || kind == .slow || code == "other_offset"
            || code == StoreError.Code.outdated.rawValue
    }

    fileprivate static func gone(_ transfer: DocumentTransfer) -> SyncFailure {
        SyncFailure(
            .failed, "damaged_document",
            "The bytes of \(transfer.document) are no longer on this laptop.")
    }

    fileprivate static func damaged(_ transfer: DocumentTransfer) -> SyncFailure {
        SyncFailure(
            .failed, "damaged_document",
            "The bytes of \(transfer.document) on this laptop are not those that were attached.",
            hint: "Check the disk, and attach the file again.")
    }
}
