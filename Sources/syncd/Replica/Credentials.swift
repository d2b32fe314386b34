// The laptop's own secret and what it was enrolled for; on disk before the first request goes out.

import Foundation
import SyncEngine

/// The file `credentials.json`: made by `join`, read by everything that talks to the hub.
///
/// Token and enrolment nonce are saved before the hub hears of them, so that a lost answer is
/// repaired by asking again: the same code with the same nonce gets the same ordinal.
struct Credentials: Codable, Sendable {
    var hub: String
    /// 256 bits from the system's generator, in hexadecimal. Never in a URL, an argument or a log.
    private(set) var token: String
    let enrolmentNonce: String
    /// The code is one-time and short-lived; kept until the hub has answered, to ask again.
    var code: String?
    /// Whether the hub's certificate is judged by the file that was given at `join`. If that file
    /// is gone, nothing is trusted: falling back to the system's authorities would be another
    /// judgement than the one that was asked for.
    var authorities: Bool?
    var hasAuthorities: Bool { authorities == true }

    /// The token of the ordinal that was asked for, while it is, or until the file is next written.
    private var fresh: Fresh?

    /// What a laptop joins again with, whose hub was restored and does not know it: kept beside the
    /// token of before until the hub has answered.
    private(set) var rejoining: Rejoining?

    struct Rejoining: Codable, Sendable {
        let hub: String
        let code: String
        let token: String
        let enrolmentNonce: String
        let hasAuthorities: Bool

        enum CodingKeys: String, CodingKey {
            case hub, code, token
            case enrolmentNonce = "enrolment_nonce"
            case hasAuthorities = "has_authorities"
        }
    }

    /// The ordinal under which the laptop finishes what it had begun, having joined again.
    private var formerOrdinal: UInt32?

    /// A token on its way to be used.
    private struct Fresh: Codable, Sendable {
        let token: String
        /// The ordinal that asked for another one.
        let ordinal: UInt32
    }

    enum CodingKeys: String, CodingKey {
        case hub, token, code, fresh, authorities, rejoining
        case formerOrdinal = "former_ordinal"
        case enrolmentNonce = "enrolment_nonce"
    }

    init(hub: String, code: String) {
        var random = SystemRandomNumberGenerator()
        self.hub = hub
        self.code = code
        token = Self.newToken()
        enrolmentNonce = Nonce(random.next()).description
    }

    private static func newToken() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in Nonce(random.next()).description }.joined()
    }

    /// What the hub knows this laptop by while it has that ordinal. The replica's file says which
    /// ordinal that is: a new one is there before this file is written again.
    func token(for ordinal: ReplicaOrdinal) -> String {
        guard let fresh, fresh.ordinal != ordinal.rawValue else { return token }
        return fresh.token
    }

    /// The token under which an ordinal asks for another one: the same until it got it, so that a
    /// lost answer is repaired by asking again. To be saved before it is used.
    mutating func freshToken(for ordinal: ReplicaOrdinal) -> String {
        if let fresh, fresh.ordinal == ordinal.rawValue { return fresh.token }
        token = token(for: ordinal)
        let fresh = Fresh(token: Self.newToken(), ordinal: ordinal.rawValue)
        self.fresh = fresh
        return fresh.token
    }

    /// A copy of this file used the fresh token for its own outbox.
    mutating func forgetFreshToken() { fresh = nil }

    /// Begins to join again, or goes on where it was cut: with the same code the same secrets. To
    /// be saved before they are used.
    mutating func rejoin(_ hub: String, code: String, hasAuthorities: Bool) -> Rejoining {
        if let rejoining, rejoining.code == code, rejoining.hub == hub,
            rejoining.hasAuthorities == hasAuthorities
        {
            return rejoining
        }
        var random = SystemRandomNumberGenerator()
        let begun = Rejoining(
            hub: hub, code: code, token: Self.newToken(),
            enrolmentNonce: Nonce(random.next()).description, hasAuthorities: hasAuthorities)
        rejoining = begun
        return begun
    }

    /// The hub knows the laptop again, by another token; under the ordinal that it had it still
    /// finishes what it had begun.
    mutating func rejoined(as former: ReplicaOrdinal) {
        guard let rejoining else { return }
        hub = rejoining.hub
        token = rejoining.token
        if rejoining.hasAuthorities { authorities = true }
        formerOrdinal = former.rawValue
        fresh = nil
        self.rejoining = nil
    }

    /// Whether the laptop still has the ordinal that the hub has forgotten.
    func isFinishing(_ ordinal: ReplicaOrdinal) -> Bool { formerOrdinal == ordinal.rawValue }

    /// A copy of this file was faster: this one needs an ordinal of its own like any copy.
    mutating func forgetFormerOrdinal() { formerOrdinal = nil }

    /// - Returns: `nil` if the directory has none.
    static func load(from directory: DataDirectory) throws(CommandError) -> Credentials? {
        guard FileManager.default.fileExists(atPath: directory.credentials) else { return nil }
        do {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: directory.credentials))
            return try JSONDecoder().decode(Credentials.self, from: bytes)
        } catch {
            throw .badCredentials
        }
    }

    /// - Throws: If the directory has none.
    static func existing(in directory: DataDirectory) throws(CommandError) -> Credentials {
        guard let credentials = try load(from: directory) else {
            throw CommandError(
                "no_credentials", "The file \(directory.credentials) is gone.",
                kept: "The tickets are untouched, and work goes on offline.",
                hint: "Restore the file, or join again in a new directory.")
        }
        return credentials
    }

    func save(in directory: DataDirectory) throws(CommandError) {
        do {
            try PrivateFile.write(try JSONEncoder().encode(self), to: directory.credentials)
        } catch {
            throw CommandError(
                "not_saved", "The credentials cannot be saved: \(error)",
                hint: "Check the disk and the rights of \(directory.path).")
        }
    }
}

extension CommandError {
    static let badCredentials = CommandError(
        "bad_credentials", "The laptop's credentials.json cannot be read.",
        kept: "The tickets are untouched, and work goes on offline.",
        hint: "Ask for a new invitation and join again in a new directory.")
}
