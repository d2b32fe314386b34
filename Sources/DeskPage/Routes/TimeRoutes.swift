// Logged time: entries, sheets and sums of it, and the timer.

import HTTPTypes
import SupportDesk
import SyncEngine

extension DeskRoute {
    private static let sheet = ["member", "ticket", "organization", "project", "from", "to"]

    static let time: [DeskRoute] = [
        .write(.post, "/api/tickets/{id}/time", body: ["minutes", "day", "note"]) { call in
            let ticket = try call.ticketID()
            let entry = try call.desk.logTime(
                on: ticket, minutes: try call.body.number("minutes"),
                day: try call.body.day("day"), note: try call.body.optionalText("note"))
            return .json(
                ["id": .string(entry.description), "ticket": .string(ticket.description)],
                status: 201)
        },
        .write(.patch, "/api/time/{id}", body: ["seen", "minutes", "day", "note"]) { call in
            let id = try call.desk.timeEntryID(try call.parameter("id"))
            var edit = TimeEdit()
            if call.body.has("minutes") { edit.minutes = try call.body.number("minutes") }
            if call.body.has("day") { edit.day = try call.body.day("day") }
            if call.body.has("note") {
                edit.note = try call.body.optionalText("note").map { .set($0) } ?? .clear
            }
            return call.changed(
                id, by: try call.desk.editTime(id, edit, seen: try call.body.seen()))
        },
        .write(.post, "/api/time/{id}/delete", body: ["seen"]) { call in
            let id = try call.desk.timeEntryID(try call.parameter("id"))
            return call.changed(id, by: try call.desk.deleteTime(id, seen: try call.body.seen()))
        },
        .read("/api/time", query: sheet) { call in
            .json(try call.desk.timeSheet(try call.timeFilter()).json)
        },
        .read("/api/time/totals", query: sheet + ["by"]) { call in
            let word = call.query["by"] ?? ""
            guard let grouping = TimeGrouping(rawValue: word) else {
                let names = TimeGrouping.allCases.map(\.rawValue).joined(separator: ", ")
                throw PageError.badValue(
                    "\"\(word)\" is nothing to sum by.", hint: "One of \(names).")
            }
            let totals = try call.desk.timeTotals(try call.timeFilter(), by: grouping)
            return .json(.array(totals.map { $0.json(by: grouping) }))
        },
        .read("/api/time.csv", query: sheet) { call in
            .file(
                try call.desk.timeSheet(try call.timeFilter()).csv, named: "time.csv",
                type: "text/csv; charset=utf-8")
        },
    ]

    static let timer: [DeskRoute] = [
        .read("/api/timer") { .json(try $0.state.timer.json()) },
        .write(.put, "/api/timer", body: ["ticket"]) { call in
            let ticket = try call.desk.ticketID(try call.body.text("ticket"))
            return .json(try call.state.timer.start(on: ticket))
        },
        .write(.post, "/api/timer/stop", body: ["day", "note"]) { call in
            .json(
                try call.state.timer.stop(
                    on: try call.body.day("day"), note: try call.body.optionalText("note")),
                status: 201)
        },
        .write(.delete, "/api/timer") { call in
            try call.state.timer.forget()
            return .json(try call.state.timer.json())
        },
    ]
}

extension PageCall {
    fileprivate func timeFilter() throws -> TimeFilter {
        var filter = TimeFilter()
        filter.ticket = try query["ticket"].map { try desk.ticketID($0) }
        filter.member = query["member"].map { Reference($0) }
        filter.organization = query["organization"].map { Reference($0) }
        filter.project = query["project"].map { Reference($0) }
        filter.from = try day("from")
        filter.to = try day("to")
        return filter
    }

    private func day(_ name: String) throws(PageError) -> CalendarDay? {
        guard let text = query[name] else { return nil }
        guard let day = CalendarDay(text) else {
            throw .badValue("\"\(text)\" is no day.", hint: "It is written as 2026-11-20.")
        }
        return day
    }
}
