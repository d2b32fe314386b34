// What belongs to a ticket and is changed by its own id: comments and documents.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let comments: [DeskRoute] = [
        .write(.post, "/api/tickets/{id}/comments", body: ["text", "audience"]) { call in
            let ticket = try call.ticketID()
            let audience = try call.audience()
            let comment = try call.desk.comment(on: ticket, try call.body.text("text"), audience)
            let page = try call.desk.ticket(ticket)
            let isVisible = audience == .toClient && page.ticket.isShared
            return .json(
                [
                    "id": .string(comment.description), "ticket": .string(ticket.description),
                    "client_sees": .boolean(isVisible),
                ], status: 201)
        },
        .write(.patch, "/api/comments/{id}", body: ["seen", "text"]) { call in
            let text = try call.body.text("text")
            return try call.changingComment { try $0.editComment($1, text, seen: $2) }
        },
        comment("delete") { try $0.deleteComment($1, seen: $2) },
        comment("restore") { try $0.restoreComment($1, seen: $2) },
        comment("publish") { try $0.publishComment($1, seen: $2) },
        comment("withdraw") { try $0.withdrawComment($1, seen: $2) },
        .read("/api/comments/{id}/release") { call in
            let id = try call.desk.commentID(try call.parameter("id"))
            return .json(try call.desk.release(ofComment: id).json)
        },
    ]

    static let documents: [DeskRoute] = [
        .write(.patch, "/api/documents/{id}", body: ["seen", "name"]) { call in
            let name = try call.body.text("name")
            return try call.changingDocument { try $0.renameDocument($1, name, seen: $2) }
        },
        document("delete") { try $0.deleteDocument($1, seen: $2) },
        document("publish") { try $0.publishDocument($1, seen: $2) },
        document("withdraw") { try $0.withdrawDocument($1, seen: $2) },
        .read("/api/documents/{id}/release") { call in
            let id = try call.desk.documentID(try call.parameter("id"))
            return .json(try call.desk.release(ofDocument: id).json)
        },
        keeping("/api/documents/{id}/keep", true), keeping("/api/documents/{id}/unkeep", false),
        keepingAll("/api/tickets/{id}/documents/keep", true),
        keepingAll("/api/tickets/{id}/documents/unkeep", false),
    ]

    /// What this laptop keeps is said here alone, so nothing that was seen counts.
    private static func keeping(_ path: String, _ isKept: Bool) -> DeskRoute {
        .write(.post, path) { call in
            let id = try call.desk.documentID(try call.parameter("id"))
            let isNew = try call.desk.keepDocument(id, isKept)
            return .json(["id": .string(id.description), "changed": .boolean(isNew)])
        }
    }

    private static func keepingAll(_ path: String, _ isKept: Bool) -> DeskRoute {
        .write(.post, path) { call in
            let id = try call.ticketID()
            let isNew = try call.desk.keepDocuments(of: id, isKept)
            return .json(["id": .string(id.description), "changed": .boolean(isNew)])
        }
    }

    private typealias Act = @Sendable (Desk, RowID, Rendered) throws -> Dot?

    private static func comment(_ word: String, _ act: @escaping Act) -> DeskRoute {
        .write(.post, "/api/comments/{id}/\(word)", body: ["seen"]) { call in
            try call.changingComment(act)
        }
    }

    private static func document(_ word: String, _ act: @escaping Act) -> DeskRoute {
        .write(.post, "/api/documents/{id}/\(word)", body: ["seen"]) { call in
            try call.changingDocument(act)
        }
    }
}

extension PageCall {
    /// `{"id","changed"}`, as commands print it.
    func changed(_ id: RowID, by dot: Dot?) -> PageAnswer {
        .json(["id": .string(id.description), "changed": .boolean(dot != nil)])
    }

    /// There is no default: a wrong one leaks or goes unread.
    fileprivate func audience() throws -> Audience {
        try Audience(spelled: try body.text("audience"))
    }

    fileprivate func changingComment(
        _ act: (Desk, RowID, Rendered) throws -> Dot?
    ) throws -> PageAnswer {
        let id = try desk.commentID(try parameter("id"))
        return changed(id, by: try act(desk, id, try body.seen()))
    }

    fileprivate func changingDocument(
        _ act: (Desk, RowID, Rendered) throws -> Dot?
    ) throws -> PageAnswer {
        let id = try desk.documentID(try parameter("id"))
        return changed(id, by: try act(desk, id, try body.seen()))
    }
}

extension Audience {
    /// - Throws: ``PageError`` `bad_value`.
    init(spelled text: String) throws(PageError) {
        switch text {
        case "internal": self = .internal
        case "client": self = .toClient
        default:
            throw .badValue("\"\(text)\" is no audience.", hint: "It is internal or client.")
        }
    }
}
