// GET /portal/…: what a client reads. Every answer comes through the contact's window, or is the
// one answer that says nothing.

internal import ClientPortal
internal import HTTPTypes
internal import Hummingbird
internal import LocalStore
internal import Logging
internal import SupportDesk
internal import SyncEngine

/// Answers clients.
struct PortalEndpoint: Sendable {
    private let door: PortalDoor
    private let logger: Logger

    init(_ configuration: HubConfiguration, _ workspaces: Workspaces) {
        door = PortalDoor(workspaces, configuration.environment)
        logger = configuration.logger
    }

    /// Reading is all that a client can do: there is no other method.
    var routes: [HubRoute] {
        [HTTPRequest.Method.head, .get].flatMap { method in
            [
                route(method, "/portal", tickets), route(method, "/portal/:link", entrance),
                route(method, "/portal/tickets/:ticket", ticket),
                route(method, "/portal/tickets/:ticket/:document") {
                    try await document($0, isShown: false)
                },
                route(method, "/portal/tickets/:ticket/:document/image") {
                    try await document($0, isShown: true)
                },
            ]
        }
    }

    /// What a route says; `nil` if there is nothing to say, for whatever reason.
    private typealias Answering = @Sendable (RoutedRequest) async throws -> Response?

    /// What fails is logged here, and a client is told nothing of it.
    private func route(
        _ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Answering
    ) -> HubRoute {
        HubRoute(method, path, for: .portalLink) { routed in
            var response: Response
            do {
                response = try await answer(routed) ?? Response(PortalAnswer.nothing)
            } catch {
                response = unavailable(error)
            }
            return method == .head ? response.createHeadResponse() : response
        }
    }

    /// Whoever came too often is told the same, alike with a right link and a wrong one.
    private func unavailable(_ error: any Error) -> Response {
        let known = error as? HubError
        if known?.status == .tooManyRequests {
            logger.debug("portal refused", metadata: ["code": "\(known?.code.rawValue ?? "")"])
        } else {
            logger.error("portal failed", metadata: ["error": "\(error)"])
        }
        var response = Response(PortalAnswer.unavailable)
        response.headers[.retryAfter] = String(
            known?.retryAfterSeconds ?? HubLimits.retryAfterSeconds)
        return response
    }

    /// A link takes its cookie and is gone from the address.
    private func entrance(_ routed: RoutedRequest) async throws -> Response? {
        try await door.cookie(for: routed.places[0], from: routed.context.address).map {
            Response(.entrance(cookie: $0))
        }
    }

    private func tickets(_ routed: RoutedRequest) async throws -> Response? {
        try await door.look(routed) { glance in
            try glance.window.tickets(limit: HubLimits.portalTickets)
        }.map { Response(.tickets($0.seen)) }
    }

    private func ticket(_ routed: RoutedRequest) async throws -> Response? {
        let place = String(routed.places[0])
        guard let look = try await door.look(routed, { try $0.ticket(place) }) else {
            return nil
        }
        let documents = look.seen.documents
        let images = look.workspace.images
        let (here, shown) = try await look.workspace.withDocuments { files in
            let here = documents.map(\.row).filter { $0.isComplete(in: files) }
            return (Set(here.map(\.id)), try images.images(among: here, in: files))
        }
        let nameByID = Dictionary(uniqueKeysWithValues: documents.map { ($0.row.id, $0.name) })
        return Response(
            .ticket(look.seen.ticket) { document in
                guard here.contains(document.id), let name = nameByID[document.id] else {
                    return nil
                }
                return DocumentLink(name, isImage: shown.contains(document.id))
            })
    }

    /// - Parameter isShown: as an image to be seen, if its bytes were checked to be one; otherwise
    ///   as a file to save.
    private func document(_ routed: RoutedRequest, isShown: Bool) async throws -> Response? {
        let (place, name) = (String(routed.places[0]), routed.places[1])
        let look = try await door.look(routed) { glance in
            try glance.ticket(place)?.documents.first { $0.name.description == name }
        }
        guard let look else { return nil }
        let row = look.seen.row
        let images = look.workspace.images
        let (document, image) = try await look.workspace.withDocuments { files in
            guard row.isComplete(in: files) else {
                return (nil, nil) as (OpenDocument?, ImageKind?)
            }
            return (try files.open(row.hash), isShown ? try images.kind(of: row, in: files) : nil)
        }
        guard let document, isShown == (image != nil) else { return nil }
        let served = ServedDocument(
            name: row.name, hash: row.hash, size: document.size, image: image)
        var response = Response(
            serving: served, document, to: routed, reading: look.workspace.withDocuments)
        for field in PortalAnswer.common { response.set(field) }
        return response
    }
}

extension Response {
    fileprivate init(_ answer: PortalAnswer) {
        self.init(
            status: HTTPResponse.Status(code: answer.status),
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
        for field in answer.headers { set(field) }
    }

    /// Names are ours, and tokens.
    fileprivate mutating func set(_ field: PortalAnswer.Header) {
        guard let name = HTTPField.Name(field.name) else { return }
        headers[name] = field.value
    }
}
