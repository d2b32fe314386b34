// What there is to do, who has how much of it, and the lists that tickets choose from.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let work: [DeskRoute] = [
        .read("/api/work") { call in
            let away = try call.state.away.json()
            return .json(
                .object((try call.desk.work().json.members ?? []) + [.init("away", away)]))
        },
        .read("/api/away") { .json(try $0.state.away.json()) },
        .write(.post, "/api/away/read", body: ["position"]) { call in
            guard let position = UInt64(exactly: try call.body.number("position")) else {
                throw PageError.badValue("A position is a whole number from 0.")
            }
            return .json(try call.state.away.read(upTo: position))
        },
        .read("/api/workload", query: ["member"]) { call in
            .json(try call.desk.workload(of: call.query["member"].map { Reference($0) }).json)
        },
        .read("/api/choices") { .json(try $0.choices()) },
        .read("/api/members") { .json(.array(try $0.desk.members().map(\.json))) },
        .read("/api/laptops") { .json(.array(try $0.desk.laptops().map(\.json))) },
    ]

    static let lists: [DeskRoute] = [
        .read("/api/lists/{list}", query: ["all"]) { call in
            let rows = try call.desk.list(
                try call.list(), includingArchived: try call.query.flag("all"))
            return .json(.array(rows.map(\.editableJSON)))
        },
        .write(.post, "/api/lists/{list}", body: ["name", "organization", "email"]) { call in
            let draft = NamedDraft(
                try call.body.text("name"),
                organization: try call.body.optionalText("organization").map { Reference($0) },
                email: try call.body.optionalText("email"))
            let id = try call.desk.add(draft, to: try call.list())
            return .json(
                ["id": .string(id.description), "name": .string(draft.name)], status: 201)
        },
        .write(
            .patch, "/api/lists/{list}/{id}", body: ["seen", "name", "organization", "email"]
        ) { call in
            let edit = try call.body.namedEdit()
            let seen = call.body.has("seen") ? try call.body.seen() : nil
            return try call.changingList { try $0.edit($1, in: $2, edit, seen: seen) }
        },
        .write(.post, "/api/lists/{list}/{id}/archive") { call in
            try call.changingList { try $0.archive($1, in: $2) }
        },
        .write(.post, "/api/lists/{list}/{id}/restore") { call in
            try call.changingList { try $0.restore($1, in: $2) }
        },
    ]
}

extension PageCall {
    fileprivate func list() throws(PageError) -> NamedList {
        let word = try parameter("list")
        guard let list = NamedList(rawValue: word) else {
            throw PageError("not_found", "There is no list \"\(word)\".", status: 404)
        }
        return list
    }

    fileprivate func changingList(
        _ act: (Desk, Reference, NamedList) throws -> Dot?
    ) throws -> PageAnswer {
        let text = try parameter("id")
        guard let id = RowID(text) else {
            throw PageError.badValue("\"\(text)\" is no id.", hint: "An id looks like 7-12.")
        }
        return changed(id, by: try act(desk, Reference(id), try list()))
    }

    fileprivate func choices() throws -> JSONValue {
        func rows(_ list: NamedList) throws -> JSONValue {
            .array(try desk.list(list, includingArchived: false).map(\.json))
        }
        return [
            "members": .array(try desk.members().filter(\.isActive).map(\.json)),
            "categories": try rows(.category), "types": try rows(.type),
            "contacts": try rows(.contact), "organizations": try rows(.organization),
            "projects": try rows(.project),
            "statuses": .strings(Status.allCases.map(\.name)),
            "priorities": .strings(Priority.allCases.map(\.name)),
            "attention": .strings(AttentionCode.allCases.map(\.rawValue)),
        ]
    }
}
