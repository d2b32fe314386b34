// What a hub keeps outside of its databases: the keys of its receipts, the devices that were
// revoked, and how far each workspace was seen to have come.

internal import Foundation
internal import LocalStore
internal import SyncEngine

/// The small files beside a hub's workspaces. Whoever copies an old database back leaves them as
/// they are, so that they can tell, and so that nobody gets in again who was shut out.
struct HubRecords: Sendable {
    let directory: String
    let workspace: String

    private var keyPath: String { directory + "/keys/" + workspace }
    private var revocationsPath: String { directory + "/revocations/" + workspace }
    private var headPath: String { directory + "/heads/" + workspace }
    private var backupPath: String { directory + "/backups/" + workspace }

    // MARK: The key

    /// The key's bytes; `nil` if there is none.
    func keyBytes() -> [UInt8]? {
        FileManager.default.contents(atPath: keyPath).map(Array.init)
    }

    /// The key, made if there is none.
    func key(_ random: () -> UInt64) throws -> ReceiptKey {
        if let key = keyBytes().flatMap({ ReceiptKey(bytes: $0) }) { return key }
        let bytes = (0..<ReceiptKey.byteCount / 8).flatMap { _ in
            withUnsafeBytes(of: random()) { Array($0) }  // the bytes of a number, in any order
        }
        try saveKey(bytes)
        guard let key = ReceiptKey(bytes: bytes) else { throw HubError.failed }
        return key
    }

    func saveKey(_ bytes: [UInt8]) throws { try write(bytes, to: keyPath) }

    // MARK: Revocations

    /// Ordinals of revoked devices and when they were, in milliseconds since 1970.
    func revocations() -> [ReplicaOrdinal: Int64] {
        let bytes = FileManager.default.contents(atPath: revocationsPath) ?? Data()
        return Self.revocations(Array(bytes))
    }

    static func revocations(_ bytes: [UInt8]) -> [ReplicaOrdinal: Int64] {
        var found: [ReplicaOrdinal: Int64] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let ordinal = UInt64(parts[0]).flatMap({ ReplicaOrdinal($0) }),
                let at = Int64(parts[1])
            else { continue }
            found[ordinal] = min(found[ordinal] ?? at, at)
        }
        return found
    }

    static func bytes(_ revocations: [ReplicaOrdinal: Int64]) -> [UInt8] {
        let lines = revocations.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
        return Array(lines.joined().utf8)
    }

    /// Remembers revocations beside those that are there.
    func add(_ more: [ReplicaOrdinal: Int64]) throws {
        let all = revocations().merging(more, uniquingKeysWith: min)
        guard !more.isEmpty else { return }
        try write(Self.bytes(all), to: revocationsPath)
    }

    /// What the workspace says of its devices now: one that was let in again is out of the list.
    func replaceRevocations(_ all: [ReplicaOrdinal: Int64]) throws {
        guard all != revocations() else { return }
        try write(Self.bytes(all), to: revocationsPath)
    }

    // MARK: The head

    /// How far a workspace has come, on which timeline.
    struct Head: Hashable {
        let timeline: Timeline
        let cursor: Cursor
    }

    /// What was noted last; `nil` for a workspace that was never served.
    func head() -> Head? {
        guard let bytes = FileManager.default.contents(atPath: headPath) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard parts.count == 3, let timeline = Nonce(parts[0]), let position = UInt64(parts[1]),
            let nonce = Nonce(parts[2])
        else { return nil }
        return Head(
            timeline: Timeline(timeline), cursor: Cursor(position: position, nonce: nonce))
    }

    /// Notes how far the workspace is on the disk. It may be late, but never ahead.
    func note(_ head: Head) throws {
        let text = "\(head.timeline) \(head.cursor.position) \(head.cursor.nonce)\n"
        try write(Array(text.utf8), to: headPath)
    }

    // MARK: The last backup

    /// When a workspace was saved last, in milliseconds since 1970.
    struct LastBackup: Hashable {
        let at: Int64
        /// The last one that had the bytes of documents with it.
        let withDocumentsAt: Int64?
    }

    /// - Returns: `nil` if it never was, here.
    func lastBackup() -> LastBackup? {
        guard let bytes = FileManager.default.contents(atPath: backupPath) else { return nil }
        let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .map { Int64($0) }
        guard numbers.count == 2, let at = numbers[0], let documents = numbers[1] else {
            return nil
        }
        return LastBackup(at: at, withDocumentsAt: documents == 0 ? nil : documents)
    }

    func noteBackup(at now: Int64, withDocuments: Bool) throws {
        let documents = withDocuments ? now : lastBackup()?.withDocumentsAt ?? 0
        try write(Array("\(now) \(documents)\n".utf8), to: backupPath)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let part = path + ".part"
        let file = open(part, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw HubError.cannotWrite(path) }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(file) == 0, rename(part, path) == 0 else {
            throw HubError.cannotWrite(path)
        }
    }
}

extension HubError {
    fileprivate static func cannotWrite(_ path: String) -> HubError {
        HubError(
            .failed, "The file \(path) cannot be written",
            hint: "Check the disk and the rights of the hub's directory.")
    }
}
