// What is this laptop's alone: drafts and saved filters.

import HTTPTypes
import SupportDesk

extension DeskRoute {
    static let drafts: [DeskRoute] = [
        .read("/api/drafts") { .json(try $0.state.drafts.all()) },
        .read("/api/drafts/{key}") { call in
            .json(try call.state.drafts.draft(try call.parameter("key")))
        },
        .write(.put, "/api/drafts/{key}", body: ["text", "seen"]) { call in
            .json(
                try call.state.drafts.save(
                    try call.parameter("key"), try call.body.text("text"),
                    seen: try call.body.optionalText("seen")))
        },
        .write(.delete, "/api/drafts/{key}") { call in
            let key = try call.parameter("key")
            let isGone = try call.state.drafts.delete(key)
            return .json(["key": .string(key), "changed": .boolean(isGone)])
        },
    ]

    static let filters: [DeskRoute] = [
        .read("/api/filters") { .json(try $0.state.filters.all()) },
        .write(.put, "/api/filters/{id}", body: ["name", "query"]) { call in
            .json(
                try call.state.filters.save(
                    try call.parameter("id"), name: try call.body.text("name"),
                    query: try call.body.text("query")))
        },
        .write(.delete, "/api/filters/{id}") { call in
            let id = try call.parameter("id")
            let isGone = try call.state.filters.delete(id)
            return .json(["id": .string(id), "changed": .boolean(isGone)])
        },
    ]
}
