// Why a sync ended without the hub's word on it, told apart by what a program should do next.

import Foundation
import HubClient
import SyncEngine

/// A session that did not come to its end. What was saved stays saved and is sent again.
struct SyncFailure: Error, Sendable {
    enum Kind: Sendable {
        /// No hub could be reached: again later, by itself.
        case offline
        /// It took too long: again later, with less at a time.
        case slow
        /// The hub refused to talk to this laptop: a person has to do something.
        case refused
        /// The caller ended it.
        case cancelled
        /// Something on this machine failed.
        case failed
    }

    let kind: Kind
    let code: String
    let message: String
    let hint: String
    /// How long the hub asked to wait.
    let retryAfter: Duration?
    /// Of the hub's answer, where it gave one.
    var status: Int?

    init(
        _ kind: Kind, _ code: String, _ message: String, hint: String = "",
        retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
    }

    /// The program is being stopped.
    static let stopped = SyncFailure(.cancelled, "stopped", "The daemon is stopping.")

    /// What a hub says of a token that it does not know.
    static let unknownDevice = "unauthorized"

    /// The hub does not know this laptop any more, or never did.
    static func forgotten(unsent: Int) -> SyncFailure {
        SyncFailure(
            .refused, unknownDevice,
            "The hub does not know this laptop: it was restored from a backup made before this "
                + "laptop joined, or the credentials are another hub's. Everything is kept here, "
                + "\(unsent) changes that were not sent among it. Ask for an invitation and run "
                + "`syncd join` here.",
            hint:
                "`syncd join URL CODE` with a code for you brings the laptop back with all it has.")
    }

    /// Whether the hub's word was that this laptop may no longer sync.
    var isRevocation: Bool { code == "revoked" }

    /// Another process syncs this replica.
    static let busy = SyncFailure(
        .failed, "busy", "Another process is syncing this laptop.",
        hint: "Wait until it is done, or stop it.")

    /// Whatever was thrown on the way to a session.
    init(any error: any Error) {
        switch error {
        case let error as SyncFailure: self = error
        case let error as CommandError:
            self.init(.failed, error.code, error.message, hint: error.hint)
        default: self.init(storeError: error)
        }
    }

    init(_ error: HubClientError) {
        let kind: Kind =
            switch error.code {
            case .cancelled: .cancelled
            case .timedOut: .slow
            case .badURL, .notEncrypted, .badRequest: .failed
            default: .offline
            }
        self.init(
            kind, error.code.rawValue, error.message, hint: error.hint,
            retryAfter: error.retryAfter)
    }

    /// The hub's own refusal: a status of 400 or above, with a JSON body that says why.
    init(refusal response: HubResponse) {
        struct Body: Decodable {
            struct Refusal: Decodable {
                let code: String
                let message: String
                let hint: String?
            }
            let error: Refusal
        }
        let refusal = try? JSONDecoder().decode(Body.self, from: Data(response.body)).error
        let isPassing = response.status == 429 || response.status >= 500
        self.init(
            isPassing ? .offline : .refused, refusal?.code ?? "http_\(response.status)",
            refusal?.message ?? "The hub answered with status \(response.status).",
            hint: refusal?.hint ?? "", retryAfter: response.retryAfter)
        status = response.status
    }

    /// What came is no answer that this laptop could act on.
    init(unusable reason: String) {
        self.init(
            .offline, "answer_broken", "The hub's answer cannot be used: \(reason).",
            hint: "Will be tried again.")
    }

    /// The hub answered and took nothing.
    init(_ rejection: Rejection) {
        let (code, message, hint) =
            switch rejection {
            case .unsupportedVersion:
                (
                    "unsupported_version", "The hub runs another version of syncd.",
                    "Update syncd here or at the hub; work goes on offline meanwhile."
                )
            case .otherTimeline:
                (
                    "other_timeline",
                    "The hub's past is not the one that this laptop has followed.",
                    "Tell the hub's administrator; what is here stays here."
                )
            case .unknownCursor:
                (
                    "unknown_cursor", "The hub does not know the state this laptop has from it.",
                    "Tell the hub's administrator: where its files are an old copy, "
                        + "`syncd hub restore --in-place` lets laptops give back what is missing."
                )
            case .hubBehind:
                (
                    "hub_behind", "The hub has lost changes that it had confirmed to this laptop.",
                    "Tell the hub's administrator: its files are an old copy, and "
                        + "`syncd hub restore --in-place` lets laptops give back what is missing."
                )
            case .stale, .current, .tokenUsed:
                (
                    "stale", "Several copies of this laptop's files sync at the same time.",
                    "Stop all but one, or sync again: each gets a number of its own."
                )
            case .revoked:
                (
                    "revoked", "This laptop may no longer sync.",
                    "Ask the owner of the workspace; what is here stays here."
                )
            }
        self.init(.refused, code, message, hint: hint)
    }
}

extension CommandError {
    init(_ failure: SyncFailure) {
        let exit: ExitStatus =
            switch failure.kind {
            case .offline, .slow: .offline
            case .refused: .refused
            case .cancelled, .failed: .failed
            }
        self.init(
            failure.code, failure.message,
            kept: "Everything saved here stays saved, and is sent when the hub takes it.",
            hint: failure.hint, exit: exit)
    }
}
