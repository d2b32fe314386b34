// Everybody who may ask a hub for something, and one request of each for every route there is.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// Somebody who asks.
enum Caller: CaseIterable {
    case nobody, stranger, invitation, member, admin, owner, revoked, deactivated, elsewhere,
        scraper, client, clientRevoked, clientExpired, clientArchived

    static let all = allCases
    static let clients: [Caller] = [.client, .clientRevoked, .clientExpired, .clientArchived]
}

/// A workspace with a laptop or a link for each kind of caller, and another workspace beside it.
struct AuthorizationWorld {
    let hub: TestHub
    /// The document that requests name: one of the workspace, whose bytes are there.
    var document: RowID
    /// One of the other workspace.
    let foreignDocument: RowID
    private let contents = TestBytes(TestImage.png(saying: "what a client may have"))
    private let ticket: RowID
    private let contact: RowID
    /// The client's name for the document.
    private let documentName: String
    private let laptops: [Caller: TestLaptop]
    private let links: [Caller: PortalLink]
    private let browsers: [Caller: Browser]
    /// Of a link that is revoked already: doing it again changes nothing.
    private let revokedLink: Int64
    private let metricsToken: DeviceToken
    private let stranger = DeviceToken(random: { 7 })

    init(_ hub: TestHub) async throws {
        self.hub = hub
        let desk = try await DeskLaptop(hub, of: "Dispatch", role: .admin)
        contact = try desk.desk.add(NamedDraft("Cara"), to: .contact)
        try desk.desk.add(NamedDraft("Cem"), to: .contact)
        var draft = TicketDraft(title: "The pump drips")
        draft.contact = "Cara"
        ticket = try desk.desk.createTicket(draft)
        try desk.desk.share(ticket)
        document = try desk.desk.attach(
            DocumentDraft(
                name: "plan.pdf", content: contents.hash, size: Int64(contents.bytes.count),
                audience: .toClient), to: ticket)
        try await desk.sync()
        let (links, browsers) = try await Self.clients(of: hub, desk)
        revokedLink = try #require(
            try hub.administration.portalLinks(workspace: "desk").first { $0.state == .revoked }
        ).record.number
        var laptops = try await Self.laptops(of: hub)
        let path = "/v1/documents/\(document)/upload/0"
        let stored = try await desk.client.send(Self.chunk(contents.bytes, path))
        try #require(stored.status == 200)
        var elsewhere = try #require(laptops[.elsewhere])
        foreignDocument = try await elsewhere.attached(contents, n: 77)
        laptops[.elsewhere] = elsewhere
        let client = try #require(browsers[.client])
        let page = try await client.ticket(ticket).body
        let name = page.firstMatch(of: /\/([0-9a-f]{32})"/)
        documentName = String(try #require(name).1)
        self.links = links
        self.browsers = browsers
        self.laptops = laptops
        let text = try String(
            contentsOfFile: MetricsToken.path(in: hub.directory), encoding: .utf8)
        metricsToken = try #require(
            DeviceToken(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Links with browsers that followed them while they were good: the cookies still are.
    private static func clients(
        of hub: TestHub, _ desk: DeskLaptop
    ) async throws -> ([Caller: PortalLink], [Caller: Browser]) {
        var made: [Caller: HubAdministration.NewPortalLink] = [:]
        let expiring = try hub.administration.makePortalLink(
            for: "Cara", days: 1, workspace: "desk")
        made[.clientExpired] = expiring
        let hour: Int64 = 3_600_000
        hub.clock.advance(milliseconds: 23 * hour)
        for caller in [Caller.client, .clientRevoked] {
            made[caller] = try hub.administration.makePortalLink(for: "Cara", workspace: "desk")
        }
        made[.clientArchived] = try hub.administration.makePortalLink(
            for: "Cem", workspace: "desk")
        var browsers: [Caller: Browser] = [:]
        for (caller, link) in made {
            var browser = Browser(hub)
            try await browser.open(link.link)
            try #require(browser.cookie != nil)
            browsers[caller] = browser
        }
        hub.clock.advance(milliseconds: hour)
        let revoked = try #require(made[.clientRevoked]).record.number
        _ = try hub.administration.revokePortalLink(revoked, workspace: "desk")
        try desk.desk.archive("Cem", in: .contact)
        try await desk.sync()
        return (made.mapValues(\.link), browsers)
    }

    private static func laptops(of hub: TestHub) async throws -> [Caller: TestLaptop] {
        var laptops: [Caller: TestLaptop] = [:]
        // The code that came with the workspace is older than an hour by now.
        let ownerCode = try hub.administration.invite("Olga", workspace: "desk").code
        laptops[.owner] = try await TestLaptop(hub, code: ownerCode)
        laptops[.admin] = try await TestLaptop(hub, of: "Adam", role: .admin)
        laptops[.member] = try await TestLaptop(hub, of: "Mira")
        laptops[.revoked] = try await TestLaptop(hub, of: "Rosa", role: .admin)
        laptops[.deactivated] = try await TestLaptop(hub, of: "Dora", role: .admin)
        let spare = try await TestLaptop(hub, of: "Target")
        let elsewhere = try hub.administration.initialize(workspace: "other", owner: "Zoe")
        laptops[.elsewhere] = try await TestLaptop(hub, code: elsewhere.code)
        let revoked = try #require(laptops[.revoked]).position.ordinal
        _ = try hub.administration.revokeDevice(revoked, workspace: "desk")
        _ = try hub.administration.deactivate("Dora", workspace: "desk")
        #expect(spare.identity.replica == "Target's laptop")
        return laptops
    }

    /// One request, well formed, with what this caller has to show.
    func outcome(of route: HubRoute, for caller: Caller) async throws -> String {
        if route.principal == .portalLink { return try await look(route, as: caller) }
        var request = try request(for: route, by: caller)
        if let secret = try secret(of: caller) {
            request.headers["Authorization"] = "Bearer " + secret
        }
        if let cookie = browsers[caller]?.cookie { request.headers["Cookie"] = cookie }
        let response = try await hub.send(request)
        if caller == .elsewhere || Caller.clients.contains(caller) {
            let text = String(decoding: response.body, as: UTF8.self)
            for name in ["Olga", "Mira", "Adam"] {
                #expect(!text.contains(name), "\(route.description)")
            }
        }
        guard response.status < 400 else { return "\(response.status):\(errorCode(response))" }
        let rejection = try rejection(in: response.body, of: route)
        return "\(response.status)" + (rejection.map { ":\($0)" } ?? "")
    }

    private func rejection(in body: [UInt8], of route: HubRoute) throws -> Rejection? {
        switch route.path.description {
        case "/v1/sync": return try SyncAnswer(body, sent: [:]).rejection
        case "/v1/offer": return try OfferAnswer(body).rejection
        case "/v1/renumber": return try RenumberAnswer(body).rejection
        default: return nil
        }
    }

    /// What a browser gets that shows the caller's secret in every place that takes one.
    private func look(_ route: HubRoute, as caller: Caller) async throws -> String {
        let secret = try secret(of: caller)
        var browser = browsers[caller] ?? Browser(hub)
        browser.cookie = browser.cookie ?? secret.map { "syncd-portal=" + $0 }
        let path = route.path.description
            .replacing(":link", with: secret ?? "x").replacing(":ticket", with: "\(ticket)")
            .replacing(":document", with: documentName)
        let answer = try await browser.ask(
            path, "\(route.method)",
            headers: secret.map { ["Authorization: Bearer " + $0] } ?? [])
        let error = answer.body.firstMatch(of: /"code":"([a-z_]+)"/)
        return "\(answer.status)" + (error.map { ":" + $0.1 } ?? "")
    }

    /// Which of the document's bytes the hub says it has.
    func arrived(for caller: Caller) async throws -> [String]? {
        try await #require(laptops[caller]).arrived(["\(document)"]).arrivedDocuments
    }

    private func secret(of caller: Caller) throws -> String? {
        switch caller {
        case .nobody: nil
        case .stranger: stranger.text
        case .invitation: "H7K2-9QXM-4TBD"
        case .scraper: metricsToken.text
        case .client, .clientRevoked, .clientExpired, .clientArchived:
            try #require(links[caller]).text
        default: try #require(laptops[caller]).token.text
        }
    }

    private func request(for route: HubRoute, by caller: Caller) throws -> HubRequest {
        let path = route.path.description
            .replacing(":document", with: "\(document)").replacing(":offset", with: "0")
            .replacing(":dot", with: "2.1")
        switch path {
        case "/v1/sync":
            let laptop = try #require(laptops[caller] ?? laptops[.owner])
            return HubRequest(.post, path, body: laptop.request().encoded())
        case "/v1/offer":
            let laptop = try #require(laptops[caller] ?? laptops[.owner])
            let offer = OfferRequest(
                id: Nonce(1), position: laptop.position, past: [], isLast: true, units: [])
            return HubRequest(.post, path, body: offer.encoded())
        case "/v1/renumber":
            let laptop = try #require(laptops[caller] ?? laptops[.owner])
            let wish = RenumberRequest(
                id: Nonce(1), position: laptop.position,
                tokenHash: [UInt8](repeating: 7, count: RenumberRequest.tokenHashBytes), hashes: [])
            return HubRequest(.post, path, body: wish.encoded())
        case "/v1/kept":
            let laptop = try #require(laptops[caller] ?? laptops[.owner])
            return HubRequest(
                .post, path, body: laptop.request().encoded(), accept: "application/json")
        case "/v1/portal-links/revoke":
            return try json(path, PortalLinkRequest.Revocation(number: revokedLink))
        case "/v1/admin/members/capacity":
            let body: JSONValue = ["member": "Target", "minutes": 1_800]
            return HubRequest(
                .post, path, body: Array(body.description.utf8), contentType: "application/json",
                accept: "application/json")
        case "/v1/enrol":
            let code =
                caller == .invitation && !hub.workspaces.isStopping
                ? try hub.administration.invite("Guest", workspace: "desk").code : "0000-0000-0000"
            return try json(path, Enrolment.Request.sample(code: code))
        case "/v1/portal-links" where "\(route.method)" == "POST":
            let hash = SecretHash.of(Array("\(caller) \(UUID())".utf8))
            return try json(
                path,
                PortalLinkRequest.Wish(contact: contact.description, linkHash: hash, days: 1))
        case "/v1/documents/arrived":
            return try json(path, DocumentsAsked(documents: ["\(document)"]))
        case _ where "\(route.method)" == "PUT": return Self.chunk(contents.bytes, path)
        case _ where "\(route.method)" == "GET":
            let types = [
                "/metrics": "text/plain", "/v1/documents/\(document)": DocumentUpload.mediaType,
            ]
            return HubRequest(.get, path, accept: types[path] ?? "application/json")
        default:
            // Everything that any of the paths reads; what it asks for is so already, or harmless.
            let name = path.hasSuffix("add") ? "New \(caller) \(UUID().uuidString)" : "Target"
            return try json(
                path, ["member": name, "role": "member", "device": "Target's laptop"])
        }
    }

    private static func chunk(_ bytes: [UInt8], _ path: String) -> HubRequest {
        HubRequest(
            .put, path, body: bytes, contentType: DocumentUpload.mediaType,
            accept: "application/json")
    }

    private func json(_ path: String, _ body: some Encodable) throws -> HubRequest {
        HubRequest(
            .post, path, body: Array(try JSONEncoder().encode(body)),
            contentType: "application/json", accept: "application/json")
    }
}

extension HubReply {
    fileprivate var rejection: Rejection? {
        if case .rejected(let rejection) = result { rejection } else { nil }
    }
}

extension TestLaptop {
    /// Attaches a document, with its bytes at the hub.
    fileprivate mutating func attached(_ bytes: TestBytes, n: UInt64) async throws -> RowID {
        let document = try await attach(bytes, n: n)
        try #require(try await put(bytes.bytes, of: document, at: 0).status == 200)
        return document
    }
}
