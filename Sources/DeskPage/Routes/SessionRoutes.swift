// How a browser comes in, what it is told of the laptop, and how it hears of changes.

import HTTPTypes
import LocalStore
import SupportDesk
import SyncEngine

extension DeskRoute {
    static let session: [DeskRoute] = [
        DeskRoute(
            method: .get, path: RoutePattern("/open"), access: .opening, query: ["pass"],
            work: .blocking(open)),
        .read("/api/session") { .json(try $0.session()) },
        DeskRoute(
            method: .get, path: RoutePattern("/api/status"), access: .cookie,
            work: .waiting { .json(try await $0.state.hub.status()) }),
        DeskRoute(
            method: .post, path: RoutePattern("/api/sync"), access: .cookie,
            work: .waiting { .json(try await $0.state.hub.sync()) }),
        DeskRoute(
            method: .get, path: RoutePattern("/api/events"), access: .cookie,
            work: .waiting { call in
                PageAnswer(
                    fields: [.contentType: "text/event-stream; charset=utf-8"],
                    content: .events(try call.state.events.open()))
            }),
    ]

    /// The page goes on by itself, and not by a redirect: a redirect would still count as a step
    /// from wherever the link stood, and the cookie is not sent on such steps.
    @Sendable private static func open(_ call: PageCall) throws -> PageAnswer {
        guard call.state.passes.redeem(call.query["pass"] ?? "") else {
            throw PageError(
                "bad_pass", "This link was used already, or is older than a minute.",
                hint: "Use `syncd open`. If it was not you who used it: stop the daemon, delete "
                    + "page.secret in the data directory, and start it again.", status: 403)
        }
        let secret = call.state.secret
        var answer = PageAnswer(
            fields: [.contentType: "text/html; charset=utf-8"],
            content: .bytes(Array(PlainPage.movingOn.utf8)))
        answer.fields[.setCookie] =
            "\(secret.cookieName)=\(secret.cookieValue); HttpOnly; SameSite=Strict; Path=/; "
            + "Max-Age=31536000"
        return answer
    }

    static func asset(_ asset: PageAsset) -> DeskRoute {
        .read(asset.path) { call in
            var answer = PageAnswer(
                fields: [
                    .contentType: asset.mediaType, .eTag: asset.entityTag,
                    .cacheControl: "no-cache",
                ], content: .bytes(asset.bytes))
            guard call.fields[.ifNoneMatch] == asset.entityTag else { return answer }
            answer.status = 304
            answer.content = .none
            return answer
        }
    }
}

extension PageCall {
    fileprivate func session() throws -> JSONValue {
        let identity = desk.store.identity
        let member = try desk.members().first { $0.id == desk.me }
        return [
            "csrf": .string(state.secret.writeToken),
            "member": [
                "id": .string(desk.me.description), "name": .string(identity.memberName),
                "role": .optional(member?.role),
            ],
            "workspace": .string(identity.workspace), "replica": .string(identity.replicaName),
            "ordinal": .integer(Int64(identity.ordinal.rawValue)),
            "version": .string(state.version),
            "now": .string(Moment(milliseconds: state.now()).description),
            "limits": [
                "title_bytes": .integer(Int64(TextLimits.titleBytes)),
                "name_bytes": .integer(Int64(TextLimits.nameBytes)),
                "text_bytes": .integer(Int64(Limits.maximumTextBytes)),
                "document_bytes": .integer(Limits.maximumDocumentBytes),
                "window": .integer(Int64(DeskPageLimits.windowRows)),
                "drafts": .integer(Int64(DeskPageLimits.drafts)),
                "filters": .integer(Int64(DeskPageLimits.filters)),
            ],
        ]
    }
}

/// The few pages that are not the desk's own: they load nothing.
enum PlainPage {
    static let movingOn = page(
        "Opening", head: "<meta http-equiv=\"refresh\" content=\"0;url=/\">",
        "<p>The desk opens. <a href=\"/\">Go on</a></p>")

    /// What somebody reads who came without the cookie.
    static func refusal(_ error: PageError) -> String {
        page("syncd", head: "", "<p>\(escaped(error.message))</p><p>\(escaped(error.hint))</p>")
    }

    private static func page(_ title: String, head: String, _ body: String) -> String {
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\(head)"
            + "<title>\(title)</title></head><body>\(body)</body></html>"
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
