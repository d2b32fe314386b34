/// Why a request brought no answer of the hub: one error type, matched by its code.
public struct HubClientError: Error, Sendable, Equatable {
    /// What went wrong, as a program tells it apart.
    public struct Code: Sendable, Hashable, RawRepresentable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No connection to the hub: no network, no such name, refused, or lost on the way.
        public static let offline = Code(rawValue: "offline")
        /// Nothing moved for longer than the configuration allows.
        public static let timedOut = Code(rawValue: "timed_out")
        /// The answer's head or body is larger than the request allows.
        public static let answerTooLarge = Code(rawValue: "answer_too_large")
        /// The answer ended early or was garbled.
        public static let answerBroken = Code(rawValue: "answer_broken")
        /// Something answered, but not the hub: a login page, a redirect, another server.
        public static let notTheHub = Code(rawValue: "not_the_hub")
        /// No trusted TLS connection.
        public static let tls = Code(rawValue: "tls")
        /// The caller's task was cancelled, or the client was closed.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The hub's address cannot be used.
        public static let badURL = Code(rawValue: "bad_url")
        /// The address is plain http to another machine.
        public static let notEncrypted = Code(rawValue: "not_encrypted")
        /// The request holds what HTTP cannot carry, such as a line break in a header.
        public static let badRequest = Code(rawValue: "bad_request")
        /// This machine could not read what was to be sent, or store what came.
        public static let localFile = Code(rawValue: "local_file")
        /// libcurl failed in a way that none of the others describes.
        public static let failed = Code(rawValue: "failed")
    }

    /// Whether the same request may be sent again.
    public enum RetryClass: Sendable, Equatable {
        /// Not before somebody has changed something.
        case never
        /// By itself, after the delay of a ``RetryPolicy``.
        case later
    }

    public let code: Code
    /// What happened, in one sentence without a secret in it.
    public let message: String
    /// What a person can do about it.
    public let hint: String
    public let retry: RetryClass
    /// How long the answering server asked to wait, if it did so with status 429 or 503.
    public let retryAfter: Duration?

    public init(
        _ code: Code, _ message: String, hint: String, retry: RetryClass,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retry = retry
        self.retryAfter = retryAfter
    }
}

extension HubClientError: CustomStringConvertible {
    public var description: String { "\(message) (\(code.rawValue)). \(hint)" }
}

extension HubClientError {
    static let taskCancelled = HubClientError(
        .cancelled, "The request was cancelled", hint: "Nothing to do.", retry: .never)

    static let clientClosed = HubClientError(
        .cancelled, "The client is closed", hint: "Make a new client.", retry: .never)

    static func badRequest(_ message: String) -> HubClientError {
        HubClientError(
            .badRequest, message, hint: "This is a mistake in the program.", retry: .never)
    }

    static func localFile(_ message: String) -> HubClientError {
        HubClientError(
            .localFile, message, hint: "Check this machine's disk.", retry: .never)
    }

    static func timedOut(_ message: String) -> HubClientError {
        HubClientError(
            .timedOut, message, hint: "Will be tried again; a smaller batch may pass.",
            retry: .later)
    }

    static func answerBroken(_ message: String) -> HubClientError {
        HubClientError(.answerBroken, message, hint: "Will be tried again.", retry: .later)
    }

    static func answerTooLarge(_ message: String) -> HubClientError {
        HubClientError(
            .answerTooLarge, message, hint: "Check that the address is the hub's.",
            retry: .later)
    }

    static func notTheHub(_ message: String, retryAfter: Duration? = nil) -> HubClientError {
        HubClientError(
            .notTheHub, message,
            hint: "Check the address; a network may want a sign-in in the browser first.",
            retry: .later, retryAfter: retryAfter)
    }
}
