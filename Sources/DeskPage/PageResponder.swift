// The way of every request: judged, found, read, answered. Knows no socket, so that a test can send
// it whatever a browser could.

import HTTPTypes
import Logging
import SupportDesk

/// Answers requests to one page.
struct PageResponder: Sendable {
    let state: PageState
    let judge: RequestJudge
    let table: RouteTable
    let logger: Logger

    /// - Parameter body: read only after everything that can be judged without it.
    func answer(
        _ head: RequestJudge.Head, body: some BodySource
    ) async -> PageAnswer {
        var answer: PageAnswer
        do {
            answer = try await answering(head, body)
        } catch {
            answer = refusal(PageError(any: error), head)
        }
        SecurityHeaders.add(to: &answer.fields)
        return answer
    }

    private func answering(
        _ head: RequestJudge.Head, _ body: some BodySource
    ) async throws -> PageAnswer {
        let parts = head.target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let found = table.routes(at: parts.first ?? "")
        let match = found.first { $0.route.method == head.method }
        try judge.judgeOrigin(of: head, access: match?.route.access)
        guard head.target.utf8.count <= DeskPageLimits.targetBytes else {
            throw PageError.badValue("The address is too long.")
        }
        guard let (route, parameters) = match else {
            throw found.isEmpty
                ? PageError("not_found", "There is nothing here.", status: 404)
                : PageError("method_not_allowed", "This takes another method.", status: 405)
        }
        try judge.judgeSecrets(of: head, access: route.access)
        if !route.isOpenWhileLocked, let refusal = state.hub.refusal() { throw refusal }
        if route.isWrite { try judge.judgeBody(of: head, route.bodyKind) }
        let query = try QueryItems(parts.count > 1 ? parts[1] : "")
        try query.require(only: route.query)
        let isJSON = route.isWrite && route.bodyKind == .json
        let call = PageCall(
            state: state, fields: head.fields, parameters: parameters, query: query,
            body: try await WriteBody(
                isJSON ? body.whole() : Array("{}".utf8), keys: route.body))
        switch route.work {
        case .blocking(let work): return try await state.lane.run { try work(call) }
        case .waiting(let work): return try await work(call)
        case .taking(let prepare):
            let keep = try await state.lane.run { try prepare(call) }
            let content = try await takeIn(body, of: call)
            return try await state.lane.run { try keep(content) }
        }
    }

    /// Logs what is the server's own fault, once, without a word of what was asked.
    private func refusal(_ error: PageError, _ head: RequestJudge.Head) -> PageAnswer {
        if error.status == 500 {
            logger.error("request failed", metadata: ["code": "\(error.code)"])
        }
        let isForPerson = head.fields[.accept]?.contains("text/html") == true
        guard isForPerson, ["no_cookie", "bad_pass"].contains(error.code) else {
            return .json(error.json, status: error.status)
        }
        return PageAnswer(
            status: error.status, fields: [.contentType: "text/html; charset=utf-8"],
            content: .bytes(Array(PlainPage.refusal(error).utf8)))
    }
}
