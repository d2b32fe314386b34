// One thing that the hub answers, and to whom: the list of these is the hub's whole surface.

internal import HTTPTypes
internal import Hummingbird

/// A method and a path, who may ask, and what answers.
///
/// Tests walk the list: a route that no test knows fails them.
struct HubRoute: Sendable, CustomStringConvertible {
    /// Who a route is for. The handler judges; this says what it judges by.
    enum Principal: String, CaseIterable, Sendable {
        case anyone, invitation, device
        /// A device that may not sync any more, or whose member may not.
        case revokedDevice
        /// A device of an owner or admin.
        case administrator
        /// Whoever reads the hub's numbers, by a token of its own.
        case scraper
        /// A client, by a link or the cookie that it became.
        case portalLink
    }

    let method: HTTPRequest.Method
    let path: RoutePath
    let principal: Principal
    let respond: @Sendable (RoutedRequest) async throws -> Response

    /// `GET /healthz`.
    var description: String { "\(method.rawValue) \(path)" }

    init(
        _ method: HTTPRequest.Method, _ path: String, for principal: Principal,
        _ respond: @escaping @Sendable (RoutedRequest) async throws -> Response
    ) {
        self.method = method
        self.path = RoutePath(path)
        self.principal = principal
        self.respond = respond
    }
}

/// A request that a route has taken.
struct RoutedRequest: Sendable {
    let request: Request
    let context: HubRequestContext
    /// What stood in the path's places, in their order, as it was sent: nothing is decoded.
    let places: [Substring]
}

extension [HubRoute] {
    /// The route of a request, and what stands in its places.
    /// - Throws: ``HubError/Code/notFound``, ``HubError/Code/methodNotAllowed``.
    func route(_ method: HTTPRequest.Method, _ path: String) throws(HubError) -> (
        route: HubRoute, places: [Substring]
    ) {
        var allowed: HTTPRequest.Method?
        for route in self {
            guard let places = route.path.places(in: path) else { continue }
            guard route.method != method else { return (route, places) }
            allowed = route.method
        }
        guard let allowed else {
            throw HubError(.notFound, "There is nothing here", hint: "Is this the hub's address?")
        }
        throw HubError(
            .methodNotAllowed, "This takes \(allowed.rawValue) only",
            hint: "See the hub's HTTP interface.")
    }
}
