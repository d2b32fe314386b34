// The bounds of what people type, checked before anything is saved.

import Foundation
import SyncEngine

/// How long texts may be, in bytes of UTF-8.
public enum TextLimits {
    /// A title fills a line of a list, not a page.
    public static let titleBytes = 1_000
    /// Of members of lists, documents, addresses.
    public static let nameBytes = 500
}

/// Checks of texts that go into fields.
enum TextCheck {
    /// - Throws: ``DeskError`` if nothing but blanks is there, or too much.
    static func title(_ text: String) throws -> String {
        try required(text, "title", maximumBytes: TextLimits.titleBytes)
    }

    static func name(_ text: String) throws -> String {
        try required(text, "name", maximumBytes: TextLimits.nameBytes)
    }

    static func body(_ text: String) throws -> String {
        try required(text, "comment", maximumBytes: Limits.maximumTextBytes)
    }

    static func text(_ text: String, _ noun: String) throws -> String {
        guard text.utf8.count <= Limits.maximumTextBytes else {
            throw tooLong(noun, Limits.maximumTextBytes)
        }
        return text
    }

    private static func required(
        _ text: String, _ noun: String, maximumBytes: Int
    ) throws -> String {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw DeskError(.badValue, "The \(noun) is empty.", hint: "Give it at least a word.")
        }
        guard text.utf8.count <= maximumBytes else { throw tooLong(noun, maximumBytes) }
        return text
    }

    private static func tooLong(_ noun: String, _ bytes: Int) -> DeskError {
        DeskError(
            .badValue, "The \(noun) is too long: at most \(bytes) bytes.",
            hint: noun == "name" ? "Shorten it." : "Attach it as a document instead.")
    }
}
