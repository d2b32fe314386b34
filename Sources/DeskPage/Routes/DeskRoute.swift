// One route as data: what it is, whom it lets in, what it takes, and the work. The table of all of
// them is the interface; the server, its tests and its description read nothing else.

import HTTPTypes
import LocalStore
import SupportDesk

/// A method and a path with what is done there.
struct DeskRoute: Sendable {
    let method: HTTPRequest.Method
    let path: RoutePattern
    let access: RequestJudge.Access
    /// The parameters that it knows.
    var query: [String] = []
    /// The keys of the body that it knows; of a write.
    var body: [String] = []
    /// Of a write.
    var bodyKind = BodyKind.json
    /// Whether it answers on a laptop that may not show its tickets any more.
    var isOpenWhileLocked = false
    let work: Work

    /// What a route does with a request that was let in.
    enum Work: Sendable {
        /// Reads or writes the replica, on a thread that may wait for the disk.
        case blocking(@Sendable (PageCall) throws -> PageAnswer)
        /// Waits for others.
        case waiting(@Sendable (PageCall) async throws -> PageAnswer)
        /// Takes a document in: looks at the request before any byte is read, and says what to do
        /// once all are on the disk. Both on a thread that may wait for it.
        case taking(@Sendable (PageCall) throws -> Keep)
    }

    typealias Keep = @Sendable (StoredContent) throws -> PageAnswer

    var isWrite: Bool { method != .get }

    func openWhileLocked() -> DeskRoute {
        var route = self
        route.isOpenWhileLocked = true
        return route
    }
}

extension DeskRoute {
    static func read(
        _ path: String, query: [String] = [],
        _ work: @escaping @Sendable (PageCall) throws -> PageAnswer
    ) -> DeskRoute {
        DeskRoute(
            method: .get, path: RoutePattern(path), access: .cookie, query: query,
            work: .blocking(work))
    }

    static func write(
        _ method: HTTPRequest.Method, _ path: String, body: [String] = [],
        _ work: @escaping @Sendable (PageCall) throws -> PageAnswer
    ) -> DeskRoute {
        DeskRoute(
            method: method, path: RoutePattern(path), access: .cookie, body: body,
            work: .blocking(work))
    }
}

/// A request that was let in, as its route sees it.
struct PageCall: Sendable {
    let state: PageState
    let fields: HTTPFields
    let parameters: [String: String]
    let query: QueryItems
    let body: WriteBody

    var desk: Desk { state.desk }

    /// What stands in place of a name of the path.
    func parameter(_ name: String) throws(PageError) -> String {
        guard let value = parameters[name] else { throw .badValue("\"\(name)\" is missing.") }
        return value
    }
}

/// What a route answers.
struct PageAnswer: Sendable {
    var status = 200
    var fields: HTTPFields = [:]
    var content: Content

    enum Content: Sendable {
        case bytes([UInt8])
        case events(Mailbox)
        /// A stretch of a document.
        case document(OpenDocument, Range<Int64>)
        case none
    }

    static func json(_ document: JSONValue, status: Int = 200) -> PageAnswer {
        PageAnswer(
            status: status, fields: [.contentType: "application/json; charset=utf-8"],
            content: .bytes(Array(document.description.utf8)))
    }

    /// A file that the browser saves and never shows.
    static func file(_ text: String, named name: String, type: String) -> PageAnswer {
        PageAnswer(
            fields: [
                .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
            ], content: .bytes(Array(text.utf8)))
    }
}
