// Every request comes through here: three paths, and an error in JSON for everything else.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import SyncEngine

/// Routes requests, bounds them before any work is done, and turns errors into answers.
struct HubResponder: HTTPResponder {
    typealias Context = HubRequestContext

    private let workspaces: Workspaces
    private let logger: Logger
    private let enrolment: EnrolmentEndpoint
    private let sync: SyncEndpoint

    init(configuration: HubConfiguration, workspaces: Workspaces) {
        self.workspaces = workspaces
        logger = configuration.logger
        enrolment = EnrolmentEndpoint(
            workspaces: workspaces, schema: configuration.schema,
            environment: configuration.environment)
        sync = SyncEndpoint(workspaces: workspaces, schema: configuration.schema)
    }

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        var response: Response
        do {
            guard !workspaces.isStopping else { throw HubError.stopping }
            response = try await routed(request, context)
        } catch {
            response = refusal(error, context)
        }
        response.headers[.cacheControl] = "no-store"
        if let id = request.headers[.requestID], id.utf8.count <= HubLimits.requestIDBytes {
            response.headers[.requestID] = id
        }
        return response
    }

    private func routed(
        _ request: Request, _ context: HubRequestContext
    ) async throws -> Response {
        switch request.uri.path {
        case "/healthz":
            try request.require(.get)
            return Response(json: Array(#"{"status":"ok"}"#.utf8))
        case "/v1/enrol":
            try request.require(.post)
            return try await enrolment.respond(to: request, context)
        case "/v1/sync":
            try request.require(.post)
            return try await sync.respond(to: request, context)
        default:
            throw HubError(.notFound, "There is nothing here", hint: "Is this the hub's address?")
        }
    }

    /// Logs what is the hub's own fault, once, and tells the laptop as much as concerns it.
    private func refusal(_ error: any Error, _ context: HubRequestContext) -> Response {
        let told = HubError.from(error).forLaptops
        if told.status.code >= 500, told != .stopping {
            logger.error("request failed", metadata: ["error": "\(error)"])
        } else {
            logger.debug("request refused", metadata: ["code": "\(told.code.rawValue)"])
        }
        if told.code == .bodyTooLarge {
            // Time to read the answer; whoever goes on sending is cut.
            _ = context.closeConnection(afterSeconds: HubLimits.floodSeconds)
        }
        return Response(error: told)
    }
}

extension Request {
    /// - Throws: ``HubError/Code/methodNotAllowed``.
    fileprivate func require(_ method: HTTPRequest.Method) throws(HubError) {
        guard self.method != method else { return }
        throw HubError(
            .methodNotAllowed, "This takes \(method.rawValue) only",
            hint: "See the hub's HTTP interface.")
    }
}

extension HTTPField.Name {
    fileprivate static let requestID = HTTPField.Name("X-Request-ID").unsafelyUnwrapped  // a token
}
