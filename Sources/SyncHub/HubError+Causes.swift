// The hub's errors in words, each where one can compare it with its neighbours.

internal import LocalStore
internal import SupportDesk
internal import SyncEngine

extension HubError {
    static let busy = HubError(
        .busy, "The hub has too much to do; nothing was changed", hint: "Try again later.",
        retryAfterSeconds: HubLimits.retryAfterSeconds)

    static let stopping = HubError(
        .stopping, "The hub is being stopped", hint: "Try again later.",
        retryAfterSeconds: HubLimits.retryAfterSeconds)

    static let failed = HubError(
        .failed, "The hub's store failed; nothing was changed",
        hint: "The hub's log says what happened.")

    static func noWorkspace(in directory: String) -> HubError {
        HubError(
            .unknownWorkspace, "There is no workspace in \(directory)",
            hint: "Make one with: syncd hub init --workspace NAME --owner NAME")
    }

    static func unknownWorkspace(_ name: String, of names: [String]) -> HubError {
        HubError(
            .unknownWorkspace, "There is no workspace '\(name)'",
            hint: names.isEmpty
                ? "Make one with: syncd hub init --workspace NAME --owner NAME"
                : "There is: " + names.joined(separator: ", "))
    }

    static func severalWorkspaces(_ names: [String]) -> HubError {
        HubError(
            .severalWorkspaces, "This hub has \(names.count) workspaces",
            hint: "Name one with --workspace: " + names.joined(separator: ", "))
    }

    static func unknownMember(_ name: String) -> HubError {
        HubError(
            .unknownMember, "There is no member '\(name)'",
            hint: "`syncd members` lists them; `syncd member invite` makes new ones.")
    }

    static func memberInactive(_ name: String) -> HubError {
        HubError(
            .memberInactive, "The member '\(name)' was deactivated",
            hint: "Let them in again first: syncd member add, or at the hub syncd hub member add.")
    }

    static func unknownDevice(_ name: String) -> HubError {
        HubError(
            .unknownDevice, "There is no device '\(name)'",
            hint: "`syncd device list`, or at the hub `syncd hub device list`, shows them.")
    }

    static func roleRequired(_ role: Role) -> HubError {
        HubError(
            .roleRequired, "Your role does not allow that; it takes \(role.rawValue)",
            hint: "Ask an owner of the workspace.")
    }

    static let revoked = HubError(
        .revoked, "This device may no longer sync",
        hint: "What is on it stays there. Ask an owner of the workspace.")

    static let notRevoked = HubError(
        .notRevoked, "This device may sync: nothing of it is kept apart", hint: "Sync instead.")

    static func tooManyRequests(seconds: Int) -> HubError {
        HubError(
            .tooManyRequests, "Too many requests came from here; nothing was changed",
            hint: "Try again later.", retryAfterSeconds: seconds)
    }

    static func tooManyAttempts(seconds: Int) -> HubError {
        HubError(
            .tooManyAttempts, "Too many wrong codes or tokens came from this address",
            hint: "Try again in \(seconds) seconds, with the code as it was printed.",
            retryAfterSeconds: seconds)
    }

    static let unknownCode = HubError(
        .unknownCode, "The hub does not know this code",
        hint: "Check it against what `syncd hub invite` printed.")

    static let codeExpired = HubError(
        .codeExpired, "This code has expired", hint: "Ask for a new one: syncd hub invite")

    static let codeUsed = HubError(
        .codeUsed, "This code was used already", hint: "Ask for a new one: syncd hub invite")

    static let unauthorized = HubError(
        .unauthorized, "This device is not known to the hub",
        hint: "Nothing on the laptop is lost. Ask for a code and join again.")

    static func otherWorkspace(_ theirs: String, here: String) -> HubError {
        HubError(
            .otherWorkspace,
            here == theirs
                ? "The laptop belongs to another hub's workspace '\(theirs)'"
                : "The code is of the workspace '\(here)', and the laptop belongs to '\(theirs)'",
            hint: "Ask for a code of the laptop's own workspace, or join in another directory.")
    }

    static func deviceKnown(_ ordinal: ReplicaOrdinal) -> HubError {
        HubError(
            .deviceKnown, "The hub knows this laptop, as number \(ordinal)",
            hint: "Run `syncd sync`. If it is revoked, ask for it to be enabled.")
    }

    static let tooManyOrdinals = HubError(
        .tooManyOrdinals,
        "Laptops of this member got \(HubLimits.copiesPerDay) new numbers within a day, since "
            + "copies of their files are in use; nothing was changed",
        hint:
            "Everything is kept. Find out which copies run, and stop those that nobody needs.",
        retryAfterSeconds: HubLimits.copiesRetrySeconds)

    static func tooFarBack(_ ordinal: ReplicaOrdinal) -> HubError {
        HubError(
            .badValue, "The hub cannot have given the number \(ordinal) yet",
            hint: "Let the other laptops sync first: they bring back how far the hub had come.")
    }

    static func ordinalGivenTwice(_ ordinal: ReplicaOrdinal) -> HubError {
        HubError(
            .ordinalGivenTwice,
            "The number \(ordinal) that this laptop had belongs to another one since the hub was "
                + "restored",
            hint: "Join in another directory with this code, and write there what was not sent "
                + "here: `syncd status` and `syncd export` show it.")
    }

    static let badLinkLife = HubError(
        .badValue, "A link lives 1 to \(HubLimits.maximumPortalLinkDays) days",
        hint: "Choose another number of days.")

    static let tooManyLinks = HubError(
        .tooManyLinks, "There are \(HubLimits.portalLinks) open links already",
        hint: "Revoke those that nobody needs: syncd hub portal list")

    static func unknownLink(_ number: Int64) -> HubError {
        HubError(
            .notFound, "There is no link \(number)",
            hint: "`syncd portal list`, or at the hub `syncd hub portal list`, shows them.")
    }

    static func unknownContact(_ contact: RowID) -> HubError {
        HubError(
            .notFound, "The hub has no contact \(contact)",
            hint: "If it is new, let this laptop sync first.")
    }

    static func archivedContact(_ contact: RowID) -> HubError {
        HubError(
            .badValue, "The contact \(contact) is archived",
            hint: "Restore it first, or choose another.")
    }

    static func malformed(_ message: String) -> HubError {
        HubError(.malformed, message, hint: "Is the laptop's version newer than the hub's?")
    }

    static func bodyTooLarge(limit: Int) -> HubError {
        HubError(
            .bodyTooLarge, "The request has more than \(limit) bytes",
            hint: "Send it in smaller parts.")
    }

    /// Anything that was thrown, as an error of the hub. What a store says of its files is for the
    /// one who runs the hub, not for a laptop.
    static func from(_ error: any Error) -> HubError {
        switch error {
        case let error as HubError: error
        case let error as StoreError where error.retry == .later || error.code == .diskFull:
            HubError(
                .busy, error.message, hint: error.hint,
                retryAfterSeconds: HubLimits.retryAfterSeconds)
        case let error as DeskError:
            HubError(
                HubError.Code(rawValue: error.code.rawValue),
                error.message.last == "." ? String(error.message.dropLast()) : error.message,
                hint: error.hint)
        case let error as StoreError: HubError(.failed, error.message, hint: error.hint)
        default: .failed
        }
    }

    /// The error as a laptop is told it.
    var forLaptops: HubError {
        switch code {
        case .busy: .busy
        case .failed: .failed
        default: self
        }
    }
}
