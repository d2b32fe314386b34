// What somebody began to write and has not saved: kept on this laptop, over every crash.

import LocalStore
import SupportDesk

/// Texts under keys of the page's own, with the token of what was on the screen.
struct Drafts {
    let store: LocalStore
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    private static let prefix = "page.draft."

    /// The latest first.
    func all() throws -> JSONValue {
        let drafts = try store.settings(under: Self.prefix).compactMap { _, value in
            try? JSONValue(parsing: Array(value.utf8))
        }
        return [
            "drafts": .array(
                drafts.sorted { ($0["saved_at"]?.string ?? "") > ($1["saved_at"]?.string ?? "") })
        ]
    }

    /// - Throws: ``PageError`` `not_found`.
    func draft(_ key: String) throws -> JSONValue {
        guard let text = try store.setting(Self.prefix + Self.checked(key)) else {
            throw PageError("not_found", "There is no draft \(key).", status: 404)
        }
        return try JSONValue(parsing: Array(text.utf8))
    }

    /// Saves it, on the disk when this returns.
    func save(_ key: String, _ text: String, seen: String?) throws -> JSONValue {
        let key = try Self.checked(key)
        guard text.utf8.count <= DeskPageLimits.draftBytes,
            (seen ?? "").utf8.count <= DeskPageLimits.tokenBytes
        else { throw PageError.badValue("The draft is too long.") }
        if try store.setting(Self.prefix + key) == nil,
            try store.settings(under: Self.prefix).count >= DeskPageLimits.drafts
        {
            throw PageError.tooMany(
                "There are \(DeskPageLimits.drafts) drafts.", hint: "Save or delete some of them.")
        }
        let draft: JSONValue = [
            "key": .string(key), "text": .string(text), "seen": .optional(seen),
            "saved_at": .string(Moment(milliseconds: now()).description),
        ]
        try store.setSetting(Self.prefix + key, draft.description)
        return draft
    }

    /// - Returns: whether there was one.
    func delete(_ key: String) throws -> Bool {
        let key = Self.prefix + (try Self.checked(key))
        guard try store.setting(key) != nil else { return false }
        try store.setSetting(key, nil)
        return true
    }

    private static func checked(_ key: String) throws(PageError) -> String {
        try LocalKey.checked(key, maximumBytes: DeskPageLimits.draftKeyBytes)
    }
}

/// The spelling of keys that a page makes up.
enum LocalKey {
    static func checked(_ key: String, maximumBytes: Int) throws(PageError) -> String {
        let isPlain = key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._:-".utf8.contains(byte)
            }
        }
        guard isPlain, (1...maximumBytes).contains(key.utf8.count) else {
            throw .badValue(
                "The key has characters that it may not have, or too many.",
                hint: "At most \(maximumBytes) of a-z, A-Z, 0-9 and . _ : -")
        }
        return key
    }
}
