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
    let token: String
    let enrolmentNonce: String
    /// The code is one-time and short-lived; kept until the hub has answered, to ask again.
    var code: String?
    /// Whether the hub's certificate is judged by the file that was given at `join`. If that file
    /// is gone, nothing is trusted: falling back to the system's authorities would be another
    /// judgement than the one that was asked for.
    var authorities: Bool?
    var hasAuthorities: Bool { authorities == true }

    enum CodingKeys: String, CodingKey {
        case hub, token, code, authorities
        case enrolmentNonce = "enrolment_nonce"
    }

    init(hub: String, code: String) {
        var random = SystemRandomNumberGenerator()
        self.hub = hub
        self.code = code
        token = (0..<4).map { _ in Nonce(random.next()).description }.joined()
        enrolmentNonce = Nonce(random.next()).description
    }

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
    fileprivate static let badCredentials = CommandError(
        "bad_credentials", "The laptop's credentials.json cannot be read.",
        kept: "The tickets are untouched, and work goes on offline.",
        hint: "Ask for a new invitation and join again in a new directory.")
}
