// POST /v1/enrol: a code and a laptop's own secret go in, the laptop's identity comes out.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// Answers ``Enrolment/Request``.
struct EnrolmentEndpoint {
    private let workspaces: Workspaces
    private let schema: Schema
    private let environment: StoreEnvironment
    private let limiter = AttemptLimiter()

    init(workspaces: Workspaces, schema: Schema, environment: StoreEnvironment) {
        self.workspaces = workspaces
        self.schema = schema
        self.environment = environment
    }

    func respond(to request: Request, _ context: HubRequestContext) async throws -> Response {
        let body = try await request.bytes(
            of: "application/json", limit: HubLimits.enrolmentBytes, context)
        let now = environment.wallMilliseconds()
        try limiter.check(context.address, at: now)
        do {
            let answer = try await enrol(body)
            return Response(json: Array(try JSONEncoder().encode(answer)))
        } catch let error as HubError where error.code == .unknownCode {
            limiter.mistake(context.address, at: now)
            throw error
        }
    }

    private func enrol(_ body: [UInt8]) async throws -> Enrolment.Answer {
        guard let request = try? JSONDecoder().decode(Enrolment.Request.self, from: Data(body))
        else { throw HubError.malformed("The body is not an enrolment in JSON") }
        let wish = try Enroller.Wish(request, schema: schema)
        guard let workspace = try await workspaces.find(wish.code) else {
            throw HubError.unknownCode
        }
        let (environment, schema) = (environment, schema)
        return try await workspace.write { transaction in
            try Enroller(transaction: transaction, environment: environment, schema: schema)
                .answer(wish, workspace: workspace.name, timeline: workspace.timeline)
        }
    }
}
