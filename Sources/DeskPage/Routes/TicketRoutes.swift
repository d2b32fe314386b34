// Tickets: lists of them, one of them, and changing one or many.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let tickets: [DeskRoute] = [
        .read("/api/tickets", query: TicketFilter.parameterNames) { call in
            var filter = try TicketFilter(query: call.query)
            let window = try call.query.window()
            filter.offset = window.offset
            filter.limit = window.limit
            return .json(try call.desk.ticketPage(filter).json)
        },
        .write(.post, "/api/tickets/count", body: ["queries"]) { call in
            let queries = try call.body.texts("queries", maximum: DeskPageLimits.countedQueries)
            return .json(["counts": .array(try queries.map { try call.desk.count(query: $0) })])
        },
        .read("/api/tickets/similar", query: ["title", "limit"]) { call in
            let found = try call.desk.similarTickets(
                to: call.query["title"] ?? "",
                limit: try call.query.number("limit", or: 5, maximum: 50))
            return .json(["tickets": .array(found.map(\.json))])
        },
        .write(.post, "/api/tickets/selection", body: ["ids"]) { call in
            let selection = try call.desk.selection(try call.ticketIDs())
            return .json([
                "tickets": .array(selection.tickets.map(\.json)),
                "seen": .string(selection.seen.token),
            ])
        },
        .write(.post, "/api/tickets/bulk", body: ["ids", "seen", "edit"]) { call in
            let ids = try call.ticketIDs()
            let edit = try call.body.object("edit", keys: WriteBody.editKeys).edit()
            let dot = try call.desk.edit(ids, edit, seen: [try call.body.seen()])
            return .json([
                "changed": .boolean(dot != nil), "dot": .optional(dot?.description),
                "tickets": .array(try call.desk.selection(ids).tickets.map(\.json)),
            ])
        },
        .write(.post, "/api/tickets/take-back", body: ["dot"]) { call in
            .json(try call.desk.takeBack(try Dot(named: try call.body.text("dot"))).json)
        },
        .write(.post, "/api/tickets/release", body: ["ids"]) { call in
            let ids = try call.ticketIDs(maximum: DeskPageLimits.releasedTickets)
            return .json([
                "tickets": .array(
                    try ids.map { id in
                        let going = try call.desk.release(ofTicket: id, includingHeld: false).json
                        return .object(
                            [.init("id", .string(id.description))] + (going.members ?? []))
                    })
            ])
        },
        sharing("share", true), sharing("unshare", false),
        .write(.post, "/api/tickets", body: WriteBody.draftKeys) { call in
            let id = try call.desk.createTicket(try call.body.draft())
            return .json(try call.desk.ticket(id).json, status: 201)
        },
        .read("/api/tickets/{id}") { call in
            .json(try call.desk.ticket(try call.ticketID()).json)
        },
        .write(.patch, "/api/tickets/{id}", body: ["seen", "edit"]) { call in
            let edit = try call.body.object("edit", keys: WriteBody.editKeys).edit()
            return try call.changingTicket { try $0.edit($1, edit, seen: $2) }
        },
        .read("/api/tickets/{id}/release", query: ["held"]) { call in
            .json(
                try call.desk.release(
                    ofTicket: try call.ticketID(), includingHeld: try call.query.flag("held")
                ).json)
        },
        .read("/api/tickets/{id}/history") { call in
            .json(.array(try call.desk.history(try call.ticketID()).map(\.json)))
        },
        .read("/api/tickets/{id}/explain", query: ["field"]) { call in
            .json(
                try call.desk.explain(try call.ticketID(), call.query["field"] ?? "").json)
        },
        .read("/api/tickets/{id}/as-client", query: ["contact"]) { call in
            .json(try call.asClient().json)
        },
    ]

    /// Actions of one word, each an intent that merging tells apart.
    static let ticketActions: [DeskRoute] = [
        action("claim") { try $0.claim($1, seen: $2) },
        action("release") { try $0.release($1, seen: $2) },
        action("reopen") { try $0.reopen($1, seen: $2) },
        action("share") { try $0.share($1, seen: $2) },
        action("unshare") { try $0.unshare($1, seen: $2) },
        action("confirm-release") { try $0.confirmRelease($1, seen: $2) },
    ]

    /// Several tickets at once, as one unit.
    private static func sharing(_ word: String, _ isShared: Bool) -> DeskRoute {
        .write(.post, "/api/tickets/\(word)", body: ["ids", "seen"]) { call in
            let ids = try call.ticketIDs()
            let dot = try call.desk.setShared(ids, isShared, seen: try call.body.allSeen())
            return .json(["changed": .boolean(dot != nil), "dot": .optional(dot?.description)])
        }
    }

    private static func action(
        _ word: String, _ act: @escaping @Sendable (Desk, RowID, Rendered) throws -> Dot?
    ) -> DeskRoute {
        .write(.post, "/api/tickets/{id}/\(word)", body: ["seen"]) { call in
            try call.changingTicket(act)
        }
    }
}

extension PageCall {
    /// The ticket that the path names.
    func ticketID() throws -> RowID { try desk.ticketID(try parameter("id")) }

    fileprivate func ticketIDs(
        maximum: Int = DeskPageLimits.selectedTickets
    ) throws -> [RowID] {
        let texts = try body.texts("ids", maximum: maximum)
        guard !texts.isEmpty else { throw PageError.badValue("No ticket is named.") }
        return try texts.map { try desk.ticketID($0) }
    }

    /// Changes the ticket, with what was on the screen, and answers with it as it is now, and with
    /// the change's name.
    func changingTicket(
        _ act: (Desk, RowID, Rendered) throws -> Dot?
    ) throws -> PageAnswer {
        let id = try ticketID()
        let dot = try act(desk, id, try body.seen())
        let ticket = try desk.ticket(id).json.members ?? []
        return .json(.object(ticket + [.init("dot", .optional(dot?.description))]))
    }

    fileprivate func asClient() throws -> ClientTicket {
        let id = try ticketID()
        if let name = query["contact"] {
            return try desk.ticket(id, as: try desk.contactID(Reference(name)))
        }
        guard let contact = try desk.ticket(id).ids.contact else {
            throw PageError(
                "nothing_to_do", "Ticket \(id) has no contact.",
                hint: "Choose a contact to look through the eyes of.", status: 409)
        }
        return try desk.ticket(id, as: contact)
    }
}
