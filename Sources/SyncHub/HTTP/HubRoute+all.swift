// The hub's surface, whole: what is not in this list is answered with 404.

internal import Hummingbird

extension HubRoute {
    static func all(_ configuration: HubConfiguration, _ workspaces: Workspaces) -> [HubRoute] {
        let door = DeviceDoor(workspaces: workspaces, environment: configuration.environment)
        let enrolment = EnrolmentEndpoint(
            workspaces: workspaces, schema: configuration.schema,
            environment: configuration.environment)
        let schema = configuration.schema
        let sync = SyncEndpoint(door: door, schema: schema, logger: configuration.logger)
        let renumber = MessageEndpoint(door: door) {
            try RenumberExchange(schema: schema, message: $0).answer($1)
        }
        let offer = MessageEndpoint(door: door) {
            try OfferExchange(schema: schema, message: $0).answer($1)
        }
        let health = HealthEndpoint(
            workspaces: workspaces, environment: configuration.environment)
        let metrics = MetricsEndpoint(
            workspaces: workspaces, environment: configuration.environment,
            token: MetricsToken(in: configuration.directory))
        let kept = KeptEndpoint(door: door, environment: configuration.environment)
        let portalLinks = PortalLinkEndpoint(door: door, environment: configuration.environment)
        return [
            HubRoute(.get, "/healthz", for: .anyone) { _ in try await health.respond() },
            HubRoute(.get, "/metrics", for: .scraper) { try await metrics.respond(to: $0) },
            HubRoute(.post, "/v1/enrol", for: .invitation) {
                try await enrolment.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/sync", for: .device) {
                try await sync.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/offer", for: .device) {
                try await offer.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/renumber", for: .device) {
                try await renumber.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/kept", for: .revokedDevice) { try await kept.respond(to: $0) },
            HubRoute(.get, "/v1/portal-links", for: .device) { try await portalLinks.list($0) },
            HubRoute(.post, "/v1/portal-links", for: .device) { try await portalLinks.make($0) },
            HubRoute(.post, "/v1/portal-links/revoke", for: .device) {
                try await portalLinks.revoke($0)
            },
        ] + documents(door) + PortalEndpoint(configuration, workspaces).routes
            + administration(
                AdministrationEndpoint(door: door, environment: configuration.environment))
    }
}
