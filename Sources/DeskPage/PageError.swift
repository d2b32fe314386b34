// Why the page's server did not do what it was asked: one error type, matched by its code.

import LocalStore
import SupportDesk

/// A refusal as a browser is told it.
public struct PageError: Error, Sendable, Hashable {
    /// A word for programs, in snake_case.
    public let code: String
    /// What happened, in a sentence.
    public let message: String
    /// What became of the person's work, in a sentence.
    public let kept: String
    /// What to do next, in a sentence; may be empty.
    public let hint: String
    /// Of the answer, as HTTP has it.
    public let status: Int

    public init(
        _ code: String, _ message: String, kept: String = "Nothing was changed.", hint: String = "",
        status: Int
    ) {
        self.code = code
        self.message = message
        self.kept = kept
        self.hint = hint
        self.status = status
    }

    var json: JSONValue {
        [
            "error": [
                "code": .string(code), "message": .string(message), "kept": .string(kept),
                "hint": .string(hint),
            ]
        ]
    }
}

extension PageError {
    /// Any error of the layers below as one of ours.
    init(any error: any Error) {
        switch error {
        case let error as PageError: self = error
        case let error as DeskError: self.init(error)
        case let error as StoreError: self.init(error)
        default: self.init("failed", "\(error)", kept: "Everything saved stays saved.", status: 500)
        }
    }

    private init(_ error: DeskError) {
        let status =
            switch error.code {
            case .notFound: 404
            case .notAllowed: 403
            case .ambiguous, .alreadyExists, .nothingToDo, .needsDecision: 409
            default: 400
            }
        self.init(error.code.rawValue, error.message, hint: error.hint, status: status)
    }

    private init(_ error: StoreError) {
        let status =
            switch error.code {
            case .notFound, .unknownRow: 404
            case .tooLarge, .badValue: 400
            case .outdated: 409
            case .busy, .closed: 503
            case .diskFull: 507
            default: 500
            }
        let isUnchanged = status < 500 || status == 503 || status == 507
        self.init(
            error.code.rawValue, error.message,
            kept: isUnchanged ? "Nothing was changed." : "Everything saved stays saved.",
            hint: error.hint, status: status)
    }

    static func badBody(_ message: String) -> PageError {
        PageError("bad_body", message, hint: "See specs/desk-interface.md.", status: 400)
    }

    static func badValue(_ message: String, hint: String = "") -> PageError {
        PageError("bad_value", message, hint: hint, status: 400)
    }

    static func tooMany(_ message: String, hint: String) -> PageError {
        PageError("too_many", message, hint: hint, status: 429)
    }

    static let stopping = PageError(
        "busy", "The daemon is being stopped, or has too much to do.",
        hint: "Try again in a moment.", status: 503)
}
