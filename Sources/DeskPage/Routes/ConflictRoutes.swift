// Values that stand beside each other: looking at them, and deciding.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let conflicts: [DeskRoute] = [
        .read("/api/conflicts", query: ["review", "offset", "limit"]) { call in
            let window = try call.query.window()
            let page = try call.desk.conflictPage(
                minimum: try call.query.flag("review") ? .review : .notice, limit: window.limit,
                offset: window.offset)
            return .json([
                "total": .integer(Int64(page.total)),
                "conflicts": .array(page.conflicts.map(\.json)),
            ])
        },
        .read("/api/conflicts/versions", query: ["ticket", "field"]) { call in
            let ticket = try call.query["ticket"].map { try call.desk.ticketID($0) }
            let path = try FieldPath(
                call.query["field"] ?? "", of: ticket, in: call.desk.store.schema)
            return .json(try call.desk.versions(of: path, on: ticket).json)
        },
        .write(
            .post, "/api/conflicts/decide",
            body: ["ticket", "field", "seen", "decision", "dot", "value"]
        ) { call in
            let ticket = try call.body.optionalText("ticket").map { try call.desk.ticketID($0) }
            let dot = try call.decide(on: ticket)
            return .json([
                "changed": .boolean(dot != nil),
                "ticket": try ticket.map { try call.desk.ticket($0).json } ?? .null,
            ])
        },
    ]
}

extension PageCall {
    fileprivate func decide(on ticket: RowID?) throws -> Dot? {
        let path = try FieldPath(try body.text("field"), of: ticket, in: desk.store.schema)
        let seen = try body.seen()
        switch try body.text("decision") {
        case "keep": return try desk.keep(path, seen: seen)
        case "use":
            return try desk.use(try Dot(named: try body.text("dot")), in: path, seen: seen)
        case "set": return try desk.settle(path, with: try body.text("value"), seen: seen)
        case "suggested": return try desk.settleAsSuggested(path, seen: seen)
        case "undo": return try desk.undoSettling(path, seen: seen)
        case let other:
            throw PageError.badValue(
                "\"\(other)\" is no decision.", hint: "One of keep, use, set, suggested, undo.")
        }
    }
}
