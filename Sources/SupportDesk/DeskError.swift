// What can be wrong with an action or a question, said so that a person can mend it.

public import LocalStore

/// An action that cannot be done as it was asked. Nothing was changed.
public struct DeskError: Error, Hashable, Sendable {
    public let code: Code
    /// What is wrong, as a sentence.
    public let message: String
    /// What to do about it, as a sentence; may be empty.
    public let hint: String

    /// Asking the same again gives the same answer.
    public var retry: StoreError.RetryClass { .afterUser }

    init(_ code: Code, _ message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// A reason that programs can tell from others.
    public struct Code: Hashable, Sendable {
        /// The spelling in JSON.
        public let rawValue: String

        /// No row bears this id or name.
        public static let notFound = Code(rawValue: "not_found")
        /// Several rows bear this name.
        public static let ambiguous = Code(rawValue: "ambiguous")
        /// The value has the wrong form, or is out of its bounds.
        public static let badValue = Code(rawValue: "bad_value")
        /// The member's role does not allow it, as far as this laptop knows.
        public static let notAllowed = Code(rawValue: "not_allowed")
        /// A row of that name is there already.
        public static let alreadyExists = Code(rawValue: "already_exists")
        /// There is nothing to settle or to confirm.
        public static let nothingToDo = Code(rawValue: "nothing_to_do")
        /// It waits for a decision, and goes away by nothing less.
        public static let needsDecision = Code(rawValue: "needs_decision")
        /// It would show something to a client, and is not the action that asks for that.
        public static let wouldRelease = Code(rawValue: "would_release")
        /// The token says nothing of this row.
        public static let wrongToken = Code(rawValue: "wrong_token")
        /// The file to import is not what it should be.
        public static let badFile = Code(rawValue: "bad_file")
    }
}

extension DeskError: CustomStringConvertible {
    public var description: String { hint.isEmpty ? message : message + " " + hint }
}
