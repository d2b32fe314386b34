// The hub's surface, whole: what is not in this list is answered with 404.

internal import Hummingbird

extension HubRoute {
    static func all(_ configuration: HubConfiguration, _ workspaces: Workspaces) -> [HubRoute] {
        let enrolment = EnrolmentEndpoint(
            workspaces: workspaces, schema: configuration.schema,
            environment: configuration.environment)
        let sync = SyncEndpoint(workspaces: workspaces, schema: configuration.schema)
        let portalLinks = PortalLinkEndpoint(
            workspaces: workspaces, environment: configuration.environment)
        return [
            HubRoute(.get, "/healthz", for: .anyone) { _ in
                Response(json: Array(#"{"status":"ok"}"#.utf8))
            },
            HubRoute(.post, "/v1/enrol", for: .invitation) {
                try await enrolment.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/sync", for: .device) {
                try await sync.respond(to: $0.request, $0.context)
            },
            HubRoute(.post, "/v1/portal-links", for: .device) {
                try await portalLinks.respond(to: $0.request, $0.context)
            },
        ] + documents(workspaces) + PortalEndpoint(configuration, workspaces).routes
    }
}
