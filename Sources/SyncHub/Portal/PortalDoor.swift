// Lets a client look: from a link or a cookie to the window of one contact, in one snapshot.

internal import ClientPortal
internal import Hummingbird
internal import LocalStore
internal import SupportDesk
internal import SyncEngine

/// The only way from a client's request to a workspace.
struct PortalDoor: Sendable {
    private let workspaces: Workspaces
    private let environment: StoreEnvironment
    private let sessions: PortalSessions
    private let strangers = AttemptLimiter(mistakes: HubLimits.wrongLinks)
    private let limiter = RateLimiter(
        perSecond: HubLimits.requestsPerLink, burst: HubLimits.requestBurstPerLink)

    init(_ workspaces: Workspaces, _ environment: StoreEnvironment) {
        self.workspaces = workspaces
        self.environment = environment
        sessions = PortalSessions(environment)
    }

    /// What was seen, and in which workspace.
    struct Look<Seen: Sendable>: Sendable {
        let workspace: Workspace
        let seen: Seen
    }

    /// The cookie for a link that is open.
    /// - Throws: ``HubError/Code/tooManyAttempts`` to an address that showed too many wrong ones,
    ///   whatever it shows now; ``HubError/Code/tooManyRequests``.
    func cookie(for link: Substring, from address: String) async throws -> String? {
        let hash = PortalLink.hash(of: link)
        let now = environment.wallMilliseconds()
        try strangers.check(address, at: now)
        guard try await open(hash, at: now, documentKey: [], { _ in true }) != nil else {
            strangers.mistake(address, at: now)
            return nil
        }
        try limiter.take(hash)
        return sessions.cookie(for: hash, at: now)
    }

    /// What `body` sees with a request's cookie; `nil` if it sees nothing, or may not look.
    ///
    /// A cookie that this process has sealed is nobody's guess: whoever has one does not wait for
    /// the mistakes of others at the same address.
    /// - Throws: As ``cookie(for:from:)``.
    func look<Seen: Sendable>(
        _ routed: RoutedRequest, _ body: @escaping @Sendable (Glance) throws -> Seen?
    ) async throws -> Look<Seen>? {
        let now = environment.wallMilliseconds()
        let session = sessions.session(in: routed.request.headers[.cookie], at: now)
        if session.isSealed {
            try limiter.take(session.linkHash)
        } else {
            let address = routed.context.address
            try strangers.check(address, at: now)
            strangers.mistake(address, at: now)
        }
        return try await open(
            session.linkHash, at: now, documentKey: sessions.documentKey(of: session), body)
    }

    /// Link, contact and rows are read in one snapshot: what was revoked or taken back before it
    /// is not seen.
    private func open<Seen: Sendable>(
        _ linkHash: String, at now: Int64, documentKey: [UInt8],
        _ body: @escaping @Sendable (Glance) throws -> Seen?
    ) async throws -> Look<Seen>? {
        let found = try await workspaces.first { transaction -> Seen? in
            let links = PortalLinkTable(transaction: transaction)
            guard let contact = try links.contact(linkHash: linkHash, at: now),
                let window = try ClientWindow(transaction.reader, contact: contact),
                !window.isArchived
            else { return nil }
            return try body(
                Glance(window: window, documentKey: documentKey, transaction: transaction))
        }
        return found.map { Look(workspace: $0.0, seen: $0.1) }
    }
}

/// One look through a contact's window. Valid only inside the transaction.
struct Glance {
    let window: ClientWindow
    fileprivate let documentKey: [UInt8]
    fileprivate let transaction: HubTransaction

    /// A ticket and what its documents' bytes are.
    struct Ticket: Sendable {
        let ticket: ClientTicket
        let documents: [Document]
    }

    /// A document that the client may open.
    struct Document: Sendable {
        let name: DocumentName
        let row: DocumentRow
    }

    /// The ticket of an address; `nil` if it is not the contact's.
    func ticket(_ place: String) throws -> Ticket? {
        // What is no id is looked for like one that was never given: the hub makes no tickets.
        let id = RowID(place) ?? RowID(.hub, 1)
        guard let ticket = try window.ticket(id), id.description == place else { return nil }
        let documents = try ticket.documents.compactMap { document in
            try DocumentRow(document.id, transaction).map {
                Document(name: DocumentName(of: document.id, key: documentKey), row: $0)
            }
        }
        return Ticket(ticket: ticket, documents: documents)
    }
}
