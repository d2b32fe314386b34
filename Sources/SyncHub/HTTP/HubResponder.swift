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
    private let patience: Patience
    private let limiter = RateLimiter(
        perSecond: HubLimits.requestsPerAddress, burst: HubLimits.requestBurstPerAddress)

    init(configuration: HubConfiguration, workspaces: Workspaces) {
        self.workspaces = workspaces
        logger = configuration.logger
        patience = configuration.patience
        routes = HubRoute.all(configuration, workspaces)
    }

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        let begin = ContinuousClock.now
        var context = context
        context.patience = patience
        var pattern = "none"
        var response: Response
        do {
            try limiter.take(context.address)
            guard !workspaces.isStopping else { throw HubError.stopping }
            let found = try routes.route(request.method, request.uri.path)
            pattern = found.route.path.description
            response = try await found.route.respond(
                RoutedRequest(request: request, context: context, places: found.places))
        } catch {
            response = refusal(error, of: request, context)
        }
        // The portal's answers say it in their own words.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if let id = request.headers[.requestID], id.utf8.count <= HubLimits.requestIDBytes {
            response.headers[.requestID] = id
        }
        note(pattern, response.status.code, in: ContinuousClock.now - begin)
        return response
    }

    /// The route's pattern stands in log and numbers, never what was asked for: a path may hold
    /// what somebody typed.
    private func note(_ route: String, _ status: Int, in duration: Duration) {
        workspaces.metrics.answered(route, status: status, in: duration)
        logger.info(
            "request",
            metadata: [
                "route": "\(route)", "status": "\(status)",
                "ms": "\(Int64(duration / .milliseconds(1)))",
            ])
    }

    /// Logs what is the hub's own fault, once, and tells the laptop as much as concerns it.
    private func refusal(
        _ error: any Error, of request: Request, _ context: HubRequestContext
    ) -> Response {
        let told = HubError.from(error).forLaptops
        if told.status.code >= 500, told != .stopping {
            logger.error("request failed", metadata: ["error": "\(error)"])
        } else {
            logger.debug("request refused", metadata: ["code": "\(told.code.rawValue)"])
        }
        if told.code == .bodyTooLarge || (told.leavesBodyUnread && request.hasLongBody) {
            context.closeSoon()
        }
        var response = Response(error: told)
        if told.status == .serviceUnavailable, let seconds = told.retryAfterSeconds {
            workspaces.metrics.turnedAway()
            let comebacks = Self.comebacks(
                after: seconds, among: workspaces.metrics.openConnections)
            response.headers[.retryAfter] = String(Int.random(in: comebacks))
        }
        // Its answers have no body, refusals neither.
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The seconds out of which each laptop is told its own: those that are told one number would
    /// come back in one second.
    static func comebacks(after seconds: Int, among connections: Int) -> ClosedRange<Int> {
        let spread = min(HubLimits.retrySpreadSeconds, connections / HubLimits.comebacksPerSecond)
        return seconds...seconds + spread
    }
}

extension HubError {
    /// Whether it is said before a byte of the body is read.
    fileprivate var leavesBodyUnread: Bool {
        [
            .unauthorized, .tooManyAttempts, .tooManyRequests, .notFound, .methodNotAllowed,
            .unsupportedMediaType, .stopping,
        ].contains(code)
    }
}

extension HubRequestContext {
    /// Leaves time to read the answer; whoever goes on sending is cut.
    fileprivate func closeSoon() { _ = closeConnection(afterSeconds: patience.floodSeconds) }
}

extension RoutedRequest {
    /// For a body that nobody reads to its end.
    func cutBodySoon() { if request.hasLongBody { context.closeSoon() } }
}

extension Request {
    /// Of unknown length, or longer than what fits the first packets anyway.
    fileprivate var hasLongBody: Bool {
        guard let length = headers[.contentLength] else {
            return headers[.transferEncoding] != nil
        }
        return (Int(length) ?? .max) > HubLimits.administrationBytes
    }
}

extension HTTPField.Name {
    fileprivate static let requestID = HTTPField.Name("X-Request-ID").unsafelyUnwrapped  // a token
}
