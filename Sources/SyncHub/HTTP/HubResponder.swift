// Every request comes through here: a route answers it, or an error in JSON does.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import SyncEngine

/// Routes requests, bounds them before any work is done, and turns errors into answers.
struct HubResponder: HTTPResponder {
    typealias Context = HubRequestContext

    let routes: [HubRoute]
    private let workspaces: Workspaces
    private let logger: Logger

    init(configuration: HubConfiguration, workspaces: Workspaces) {
        self.workspaces = workspaces
        logger = configuration.logger
        routes = HubRoute.all(configuration, workspaces)
    }

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        var response: Response
        do {
            guard !workspaces.isStopping else { throw HubError.stopping }
            let found = try routes.route(request.method, request.uri.path)
            response = try await found.route.respond(
                RoutedRequest(request: request, context: context, places: found.places))
        } catch {
            response = refusal(error, context)
        }
        // The portal's answers say it in their own words.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if let id = request.headers[.requestID], id.utf8.count <= HubLimits.requestIDBytes {
            response.headers[.requestID] = id
        }
        return response
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

extension HTTPField.Name {
    fileprivate static let requestID = HTTPField.Name("X-Request-ID").unsafelyUnwrapped  // a token
}
