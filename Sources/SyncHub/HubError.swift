// Why a hub did not do what it was asked to: one error type, matched by its code.

/// A refusal or a failure of the hub.
///
/// The same error serves a command's user and, as JSON, a laptop: its texts never hold a secret,
/// and never say more than its receiver may know.
public struct HubError: Error, Sendable, Hashable {
    /// What went wrong, as a program tells it apart.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// Whether the same request may be made again.
    public enum RetryClass: Sendable, Hashable {
        /// Not before somebody has changed something.
        case never
        /// By itself, not sooner than `retryAfterSeconds` where that is given.
        case later
    }

    public let code: Code
    /// What happened and what was kept, in one sentence.
    public let message: String
    /// What to do about it.
    public let hint: String
    public let retry: RetryClass
    /// What an answer's `Retry-After` says.
    public let retryAfterSeconds: Int?

    public init(
        _ code: Code, _ message: String, hint: String, retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        retry = retryAfterSeconds == nil ? .never : .later
        self.retryAfterSeconds = retryAfterSeconds
    }
}

extension HubError: CustomStringConvertible {
    public var description: String { "\(message) (\(code.rawValue)). \(hint)" }
}

extension HubError.Code {
    /// A name is empty, too long, or holds what it may not.
    public static let badName = Self(rawValue: "bad_name")
    /// A number is out of its bounds.
    public static let badValue = Self(rawValue: "bad_value")
    public static let workspaceExists = Self(rawValue: "workspace_exists")
    public static let unknownWorkspace = Self(rawValue: "unknown_workspace")
    /// The hub has several workspaces and the command named none.
    public static let severalWorkspaces = Self(rawValue: "several_workspaces")
    public static let unknownMember = Self(rawValue: "unknown_member")
    public static let memberExists = Self(rawValue: "member_exists")
    /// The member was deactivated.
    public static let memberInactive = Self(rawValue: "member_inactive")
    /// An invitation names another role than the member has.
    public static let roleDiffers = Self(rawValue: "role_differs")
    /// Without this member nobody could administer the workspace.
    public static let lastOwner = Self(rawValue: "last_owner")
    /// The device's member may not do this.
    public static let roleRequired = Self(rawValue: "role_required")
    /// The device, or its member, may no longer sync.
    public static let revoked = Self(rawValue: "revoked")
    /// The device may sync, so nothing of it is kept apart.
    public static let notRevoked = Self(rawValue: "not_revoked")
    /// More requests than one device or one address may make.
    public static let tooManyRequests = Self(rawValue: "too_many_requests")
    /// The certificate or its key cannot be used.
    public static let badCertificate = Self(rawValue: "bad_certificate")
    public static let unknownDevice = Self(rawValue: "unknown_device")
    /// Plain HTTP was to be served to other machines.
    public static let notLoopback = Self(rawValue: "not_loopback")
    /// Another process serves this directory.
    public static let alreadyServing = Self(rawValue: "already_serving")
    /// The port is taken, or not this user's to have.
    public static let cannotListen = Self(rawValue: "cannot_listen")
    public static let unknownCode = Self(rawValue: "unknown_code")
    public static let codeExpired = Self(rawValue: "code_expired")
    public static let codeUsed = Self(rawValue: "code_used")
    /// The laptop's rows are of another kind of app, or of a version that the hub does not know.
    public static let otherSchema = Self(rawValue: "other_schema")
    /// A laptop with a replica of another workspace, or of another hub's.
    public static let otherWorkspace = Self(rawValue: "other_workspace")
    /// A laptop wants to join again that the hub knows.
    public static let deviceKnown = Self(rawValue: "device_known")
    /// Another laptop has the number that this one had before the hub was restored.
    public static let ordinalGivenTwice = Self(rawValue: "ordinal_given_twice")
    /// Copies of a member's laptops ask for numbers without end.
    public static let tooManyOrdinals = Self(rawValue: "too_many_ordinals")
    public static let tooManyAttempts = Self(rawValue: "too_many_attempts")
    /// The request's bytes are not what its path takes.
    public static let malformed = Self(rawValue: "malformed")
    public static let unsupportedVersion = Self(rawValue: "unsupported_version")
    /// No token, or none that the hub knows.
    public static let unauthorized = Self(rawValue: "unauthorized")
    /// The token belongs to another replica than the one that speaks.
    public static let otherReplica = Self(rawValue: "other_replica")
    /// No row of that id is a document here.
    public static let unknownDocument = Self(rawValue: "unknown_document")
    /// The row is here, its bytes are not yet.
    public static let bytesNotHere = Self(rawValue: "bytes_not_here")
    /// A chunk does not begin where the bytes that came end.
    public static let otherOffset = Self(rawValue: "other_offset")
    /// All bytes came, and are not those that the row names.
    public static let wrongContent = Self(rawValue: "wrong_content")
    public static let diskFull = Self(rawValue: "disk_full")
    /// More links for clients are open than anybody looks after.
    public static let tooManyLinks = Self(rawValue: "too_many_links")
    public static let notFound = Self(rawValue: "not_found")
    public static let methodNotAllowed = Self(rawValue: "method_not_allowed")
    public static let bodyTooLarge = Self(rawValue: "body_too_large")
    public static let unsupportedMediaType = Self(rawValue: "unsupported_media_type")
    /// Too much to do, or the disk is full: later it will work.
    public static let busy = Self(rawValue: "busy")
    /// The hub is being stopped.
    public static let stopping = Self(rawValue: "stopping")
    /// The hub's store failed; the hub's log says how.
    public static let failed = Self(rawValue: "failed")
}
