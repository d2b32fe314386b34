// What is on this laptop alone: changes that wait, and changes that were not accepted; and notices.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let waiting: [DeskRoute] = [
        .read("/api/unsent", query: ["offset", "limit"]) { call in
            let window = try call.query.window()
            return .json(
                try call.desk.unsentPage(limit: window.limit, offset: window.offset).json)
        },
        .read("/api/refused", query: ["all"]) { call in
            .json(
                .array(try call.desk.notAccepted(all: try call.query.flag("all")).map(\.json)))
        },
        .read("/api/refused/group", query: ["dot", "for"]) { call in
            let dots = try call.query.values("dot").map { try Dot(named: $0) }
            guard let word = call.query["for"], ["retry", "discard"].contains(word) else {
                throw PageError.badValue("\"for\" is retry or discard.")
            }
            let group = try call.desk.setAsideGroup(dots, forRetry: word == "retry")
            return .json(.array(group.map(\.json)))
        },
        .write(.post, "/api/refused/retry", body: ["dots"]) { call in
            let retried = try call.desk.retry(try call.body.dots("dots"))
            return .json(
                .array(
                    retried.map {
                        ["was": .string("\($0.was)"), "became": .string("\($0.became)")]
                    }))
        },
        .write(.post, "/api/refused/discard", body: ["dots"]) { call in
            let dots = try call.body.dots("dots")
            let group = try call.desk.setAsideGroup(dots, forRetry: false).map(\.dot)
            guard Set(group).isSubset(of: dots) else {
                throw PageError(
                    "outdated", "More would be given up than was shown.",
                    hint: "Look at all that goes together, and repeat it.", status: 409)
            }
            return .json(.strings(try call.desk.discard(dots).map(\.description)))
        },
        .read("/api/refused/export", query: ["dot"]) { call in
            let wanted = Set(try call.query.values("dot").map { try Dot(named: $0) })
            let units = try call.desk.notAccepted(all: true)
                .filter { wanted.isEmpty || wanted.contains($0.dot) }
            return .file(
                JSONValue.array(units.map(\.json)).text(indented: true) + "\n",
                named: "refused.json", type: "application/json; charset=utf-8")
        },
    ]

    static let notices: [DeskRoute] = [
        .read("/api/notices", query: ["all"]) { call in
            let notices = try call.desk.notices(includingRead: try call.query.flag("all"))
            return .json(.array(notices.map(\.json)))
        },
        .write(.post, "/api/notices/read", body: ["ids", "all"]) { call in
            let isAll = call.body.value("all")?.boolean == true
            guard isAll != call.body.has("ids") else {
                throw PageError.badBody("Give \"ids\", or \"all\": true.")
            }
            let read =
                try isAll
                ? call.desk.markAllRead()
                : call.desk.markRead(
                    try call.body.texts("ids", maximum: DeskPageLimits.windowRows))
            return .json(["read": .strings(read.map(\.id))])
        },
    ]
}
