// The one error of this target: what failed, in words for a person, and what to do about it.

internal import GRDB
import SyncEngine

/// Why a replica's file could not do what it was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public let code: Code
    /// One sentence: what is wrong, with names and numbers.
    public let message: String
    /// One sentence: what to do.
    public let hint: String
    public let retry: RetryClass

    public init(_ code: Code, _ message: String, hint: String = "", retry: RetryClass = .never) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retry = retry
    }

    /// Whether doing the same again can help.
    public enum RetryClass: Hashable, Sendable {
        case never
        /// Later, by itself: somebody else was at it.
        case later
        /// After a person has done something: freed the disk, updated the program.
        case afterUser
    }

    /// An open set: match the ones you handle, treat the rest as a failure.
    public struct Code: Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no replica, row, unit or setting of that name.
        public static let notFound = Code(rawValue: "not_found")
        public static let alreadyExists = Code(rawValue: "already_exists")
        /// The file was written by a newer version; it was not touched.
        public static let newerFile = Code(rawValue: "newer_file")
        /// The file is not a replica, or cannot be opened.
        public static let unreadable = Code(rawValue: "unreadable")
        /// The file is a replica, and damaged.
        public static let corrupt = Code(rawValue: "corrupt")
        /// Another process held the replica longer than we wait.
        public static let busy = Code(rawValue: "busy")
        public static let diskFull = Code(rawValue: "disk_full")
        /// A unit is beyond a limit of ``Limits``; nothing was saved.
        public static let tooLarge = Code(rawValue: "too_large")
        public static let unknownRow = Code(rawValue: "unknown_row")
        /// A value has the wrong shape for its field, or the field may not be written.
        public static let badValue = Code(rawValue: "bad_value")
        /// A query is not one that a reader may make.
        public static let badQuery = Code(rawValue: "bad_query")
        /// The replica has moved on since the session read its position; nothing was changed.
        public static let outdated = Code(rawValue: "outdated")
        public static let closed = Code(rawValue: "closed")
        /// SQLite or the operating system failed otherwise.
        public static let failed = Code(rawValue: "failed")
    }

    public var description: String {
        hint.isEmpty ? "\(code.rawValue): \(message)" : "\(code.rawValue): \(message) \(hint)"
    }
}

extension StoreError {
    /// Any error of the layers below as one of ours; our own pass unchanged.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self = .sqlite(error.extendedResultCode.rawValue, error.message ?? "")
        case let error as CodecError:
            self = .corrupt("stored bytes cannot be read (\(error))")
        default: self.init(.failed, "\(error)")
        }
    }

    static func corrupt(_ what: String) -> StoreError {
        StoreError(
            .corrupt, "The replica's file is damaged: \(what).",
            hint: "Keep the file; salvage its pending changes and fetch the rest anew.",
            retry: .afterUser)
    }

    /// - Parameter extendedCode: SQLite's (https://www.sqlite.org/rescode.html).
    static func sqlite(_ extendedCode: Int32, _ message: String) -> StoreError {
        switch extendedCode & 0xFF {
        case 5, 6:
            StoreError(
                .busy, "Another process is using the replica.", hint: "Try again.", retry: .later)
        case 11: .corrupt(message)
        case 13:
            StoreError(
                .diskFull, "The disk is full; nothing was saved.",
                hint: "Free some space and try again.", retry: .afterUser)
        case 14, 23, 26:
            StoreError(
                .unreadable, "The file cannot be opened as a replica: \(message).",
                retry: .afterUser)
        case 18: StoreError(.tooLarge, "A value is too large to be stored.")
        default: StoreError(.failed, "SQLite failed (\(extendedCode)): \(message).", retry: .later)
        }
    }
}

/// Runs `body` and turns what it throws into a ``StoreError``.
func storeErrors<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do { return try body() } catch { throw StoreError(error) }
}

/// Runs `body` and turns the database's errors into ours; the caller's own pass unchanged.
func translatingDatabaseErrors<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StoreError(error)
    } catch let error as CodecError {
        throw StoreError(error)
    }
}
