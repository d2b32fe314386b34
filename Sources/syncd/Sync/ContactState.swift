// What is known of the last talk with the hub, in a small file that any process can read.

import Foundation

/// The outcome of the last attempt to sync.
struct ContactState: Codable, Sendable, Hashable {
    /// When the hub last answered, in milliseconds since 1970.
    var lastContact: Int64?
    /// Whether the last session followed the feed to its head with nothing left to send.
    var isUpToDate = false
    /// Why the last attempt failed; `nil` if it did not.
    var failure: String?
    /// The hub's clock minus this machine's, in milliseconds, as last measured.
    var clockOffset: Int64?
    /// Whether the hub refused to talk, so that a person has to act.
    var needsAttention = false
    /// Whether the hub's last word was that this laptop may no longer sync.
    private var revoked: Bool?
    var isRevoked: Bool { revoked == true }
    /// The version of the merge rules that the hub stated last.
    var hubRules: UInt64?

    enum CodingKeys: String, CodingKey {
        case failure, revoked
        case clockOffset = "clock_offset"
        case lastContact = "last_contact"
        case isUpToDate = "is_up_to_date"
        case needsAttention = "needs_attention"
        case hubRules = "hub_rules"
    }

    /// - Returns: A state without contact if there is no file or an unreadable one.
    static func load(from directory: DataDirectory) -> ContactState {
        let bytes = FileManager.default.contents(atPath: directory.contact)
        return bytes.flatMap { try? JSONDecoder().decode(ContactState.self, from: $0) }
            ?? ContactState()
    }

    /// Saves without waiting for the disk: after a power cut the state is asked of the hub anew.
    func save(in directory: DataDirectory) {
        guard let bytes = try? JSONEncoder().encode(self) else { return }
        try? PrivateFile.write(bytes, to: directory.contact, isDurable: false)
    }

    init() {}

    mutating func succeeded(_ report: SyncReport, at milliseconds: Int64) {
        lastContact = milliseconds
        isUpToDate = true
        failure = nil
        needsAttention = false
        revoked = nil
        clockOffset = report.hubMilliseconds.map { $0 - milliseconds }
        hubRules = report.hubRules ?? hubRules
    }

    /// The hub's version of the rules where it is not ours: the two may show different values, so
    /// neither "in sync" nor "no conflicts" can be said.
    func otherRules(than own: UInt64) -> UInt64? { hubRules == own ? nil : hubRules }

    mutating func failed(_ error: SyncFailure) {
        isUpToDate = false
        failure = error.message
        needsAttention = error.kind == .refused
        // A hub that cannot be reached has not taken its word back.
        if error.kind != .offline, error.kind != .slow { revoked = error.isRevocation }
    }
}
