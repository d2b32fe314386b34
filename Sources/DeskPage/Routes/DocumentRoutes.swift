// The bytes of documents: in from a browser, out to it, and from the hub where they are not here.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let documentBytes: [DeskRoute] = [
        taking("/api/tickets/{id}/documents") { call in
            let ticket = try call.ticketID()
            _ = try call.desk.ticket(ticket)
            return try call.keeping { desk, draft in
                let id = try desk.attach(draft, to: ticket)
                let isShared = try desk.ticket(ticket).ticket.isShared
                let isVisible = draft.audience == .toClient && isShared
                return [
                    "id": .string(id.description), "ticket": .string(ticket.description),
                    "size": .integer(draft.size), "client_sees": .boolean(isVisible),
                ]
            }
        },
        taking("/api/documents/{id}/replacement") { call in
            let old = try call.desk.documentID(try call.parameter("id"))
            return try call.keeping { desk, draft in
                let id = try desk.replaceDocument(old, with: draft)
                return [
                    "id": .string(id.description), "replaces": .string(old.description),
                    "size": .integer(draft.size),
                ]
            }
        },
        DeskRoute(
            method: .get, path: RoutePattern("/api/documents/{id}/content"), access: .cookie,
            query: ["preview"], work: .waiting { try await $0.content() }),
    ]

    private static func taking(
        _ path: String, _ prepare: @escaping @Sendable (PageCall) throws -> Keep
    ) -> DeskRoute {
        DeskRoute(
            method: .post, path: RoutePattern(path), access: .cookie, query: ["name", "audience"],
            bodyKind: .document, work: .taking(prepare))
    }
}

extension PageCall {
    /// What to do with the bytes once they are here; name and audience are looked at before.
    fileprivate func keeping(
        _ act: @escaping @Sendable (Desk, DocumentDraft) throws -> JSONValue
    ) throws -> DeskRoute.Keep {
        let audience = try Audience(spelled: query["audience"] ?? "")
        let name = try desk.documentName(query["name"] ?? "")
        let desk = desk
        return { content in
            let draft = DocumentDraft(
                name: name, content: content.hash.description, size: content.size,
                audience: audience)
            return .json(try act(desk, draft), status: 201)
        }
    }

    /// The document as a file to save; as an image only where it was asked for and is one.
    fileprivate func content() async throws -> PageAnswer {
        let (desk, lane) = (desk, state.lane)
        let id = try parameter("id")
        let wantsPreview = try query.flag("preview")
        let transfer = try await lane.run { try desk.documentTransfer(try desk.documentID(id)) }
        let document = try await document(transfer)
        let image = try await lane.run {
            wantsPreview ? try ImageKind(checking: document) : nil
        }
        guard image != nil || !wantsPreview else {
            throw PageError(
                "no_preview", "Document \(transfer.document) is no image that can be shown.",
                hint: "Save it instead.", status: 409)
        }
        let served = ServedDocument(
            name: transfer.name, hash: transfer.hash, size: document.size, image: image)
        return PageAnswer(served, document, for: fields)
    }

    /// Opens what is here, and fetches what is not.
    private func document(_ transfer: DocumentTransfer) async throws -> OpenDocument {
        let (desk, lane) = (desk, state.lane)
        let open: @Sendable () throws -> OpenDocument? = {
            let files = try desk.documentFiles()
            files.noteUse(of: transfer.hash)
            return try files.open(transfer.hash)
        }
        if let document = try await lane.run(open) { return document }
        do {
            try await state.hub.fetch(transfer)
        } catch {
            let error = PageError(any: error)
            throw try await lane.run { try error.saying(whereIs: transfer, desk) }
        }
        guard let document = try await lane.run(open) else {
            throw PageError(
                "bytes_not_here", "Document \(transfer.document) is not here any more.",
                hint: "Try again: it is fetched anew.", status: 409)
        }
        return document
    }
}

extension PageAnswer {
    fileprivate init(_ served: ServedDocument, _ document: OpenDocument, for asked: HTTPFields) {
        let answer = served.answer(range: asked[.range], ifRange: asked[.ifRange])
        var fields = HTTPFields()
        for field in answer.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            fields[name] = field.value
        }
        self.init(
            status: answer.status, fields: fields, content: .document(document, answer.bytes))
    }
}

extension PageError {
    /// A fetch that failed, for somebody who waits for the document: first where it is.
    fileprivate func saying(
        whereIs transfer: DocumentTransfer, _ desk: Desk
    ) throws -> PageError {
        let size = ByteCount(transfer.size)
        let whereabouts = try desk.documentWhereabouts(transfer.document)
        guard whereabouts.place == .author else {
            return PageError(
                code, "The document is at the hub, \(size), and could not be fetched. " + message,
                kept: kept, hint: hint, status: status)
        }
        return PageError(
            "bytes_not_here",
            "The document is still on the laptop of \(whereabouts.author), \(size).",
            hint: "It comes to the hub when that laptop syncs; try again then.", status: 409)
    }
}
