// Whether this laptop may show and change what it holds: the hub's last word on that, kept on disk.

import Foundation
import LocalStore
import SupportDesk

/// The file `locked.json`: there while the hub does not let this laptop sync any more.
///
/// Nothing is deleted and nothing is encrypted by it: it keeps this program from showing the
/// tickets, not whoever reads the disk. A laptop that must be safe against that has an encrypted
/// disk.
struct LaptopLock: Codable, Sendable, Hashable {
    enum Reason: String, Codable, Sendable {
        /// An owner or admin has ended the laptop's access, or its member's.
        case revoked
        /// Somebody has signed out here.
        case signedOut = "signed_out"
    }

    let reason: Reason
    /// This machine's clock, milliseconds since 1970.
    let at: Int64
    /// What the hub keeps of the changes that were not sent; `nil` until it has said so.
    var handOver: HandOver?

    /// - Returns: `nil` if the laptop is not locked. A file that cannot be read locks, too.
    static func load(from directory: DataDirectory) -> LaptopLock? {
        guard FileManager.default.fileExists(atPath: directory.lockNote) else { return nil }
        let bytes = FileManager.default.contents(atPath: directory.lockNote)
        return bytes.flatMap { try? JSONDecoder().decode(LaptopLock.self, from: $0) }
            ?? LaptopLock(reason: .revoked, at: 0)
    }

    /// Locks, durably; a laptop that is locked already keeps its reason.
    func save(in directory: DataDirectory) throws {
        guard LaptopLock.load(from: directory) == nil else { return }
        try replace(in: directory)
    }

    /// Writes what is known by now of a lock that is there.
    func replace(in directory: DataDirectory) throws {
        try PrivateFile.write(try JSONEncoder().encode(self), to: directory.lockNote)
    }

    /// Does what the last contact says: revoked locks, a hub that answered unlocks, and silence
    /// changes nothing.
    static func follow(_ contact: ContactState, in directory: DataDirectory, at now: Int64) {
        if contact.isRevoked {
            // Where even this file cannot be written, the contact's own file says it as well.
            try? LaptopLock(reason: .revoked, at: now).save(in: directory)
        } else if contact.failure == nil, contact.isUpToDate {
            try? FileManager.default.removeItem(atPath: directory.lockNote)
        }
    }
}

extension CommandError {
    /// What whoever wants to see or change something is told.
    init(_ lock: LaptopLock, _ replica: Replica) {
        let identity = replica.store.identity
        let unsent = (try? replica.desk.unsent()) ?? []
        let when = lock.at > 0 ? " on \(Moment(milliseconds: lock.at))" : ""
        let what =
            lock.reason == .signedOut
            ? "This laptop was signed out\(when)." : "The hub revoked this laptop\(when)."
        self.init(
            "locked", what,
            kept: "Everything is kept in \(replica.directory.path), "
                + Self.kept(unsent, lock.handOver),
            hint: "Ask an owner or admin of \(identity.workspace) to enable device "
                + "\(identity.ordinal) again, then run `syncd sync`.",
            exit: .refused)
    }
}
