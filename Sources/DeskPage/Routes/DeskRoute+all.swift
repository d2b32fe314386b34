// The table of all routes.

/// What the page's server answers to.
struct RouteTable: Sendable {
    let routes: [DeskRoute]

    init(assets: [PageAsset]) {
        routes =
            (DeskRoute.session + assets.map(DeskRoute.asset)).map { $0.openWhileLocked() }
            + DeskRoute.tickets + DeskRoute.ticketActions + DeskRoute.comments
            + DeskRoute.time + DeskRoute.timer + DeskRoute.documents + DeskRoute.documentBytes
            + DeskRoute.conflicts
            + DeskRoute.waiting + DeskRoute.notices + DeskRoute.work + DeskRoute.lists
            + DeskRoute.drafts + DeskRoute.filters + DeskRoute.people + DeskRoute.portalLinks
    }

    /// The routes of a path, one for each method, with what stands in place of its names.
    func routes(at path: Substring) -> [(route: DeskRoute, parameters: [String: String])] {
        routes.compactMap { route in
            route.path.values(in: path).map { (route, $0) }
        }
    }
}
