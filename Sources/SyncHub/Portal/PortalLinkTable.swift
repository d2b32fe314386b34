// The links that are out: whose eyes each is for, how long it lives, and whether it was called
// back.

internal import LocalStore
internal import SyncEngine

/// The table of portal links within one transaction. Links stand in it as their hash alone.
struct PortalLinkTable {
    let transaction: HubTransaction

    static let definition = """
        CREATE TABLE IF NOT EXISTS hub_portal_link (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          link_hash TEXT NOT NULL UNIQUE,
          timeline TEXT NOT NULL,
          contact INTEGER NOT NULL,
          made_by INTEGER,
          made_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          revoked_at INTEGER
        ) STRICT
        """

    /// Who ended a link from a laptop. Beside the links, so that a hub's file of before it takes
    /// nothing but one more table.
    static let revocationsDefinition = """
        CREATE TABLE IF NOT EXISTS hub_portal_revocation (
          number INTEGER PRIMARY KEY,
          member INTEGER NOT NULL
        ) STRICT
        """

    /// Links with who revoked them, and with the names of all whom they are about.
    static let records = """
        SELECT link.*, revocation.member AS revoked_by, contact.name AS contact_name,
          maker.name AS maker_name, revoker.name AS revoker_name
        FROM hub_portal_link AS link
        LEFT JOIN hub_portal_revocation AS revocation ON revocation.number = link.number
        LEFT JOIN contact ON contact.id = link.contact
        LEFT JOIN member AS maker ON maker.id = link.made_by
        LEFT JOIN member AS revoker ON revoker.id = revocation.member
        """

    /// The contact of a link that is open; `nil` alike for one that has ended, was revoked, or
    /// never was. A link ends with its timeline: what was revoked after a backup must not come
    /// back when the backup is restored, and nobody knows which those were.
    func contact(linkHash: String, at now: Int64) throws -> RowID? {
        let found = try transaction.select(
            """
            SELECT link_hash, contact FROM hub_portal_link
            WHERE link_hash = ? AND timeline = ? AND expires_at > ? AND revoked_at IS NULL
            """, [.text(linkHash), timeline, .integer(now)])
        guard let record = found.first,
            SecretHash.areEqual(record["link_hash"].text ?? "", linkHash)
        else { return nil }
        return record["contact"].integer.flatMap(RowID.init(rawValue:))
    }

    private func record(linkHash: String) throws -> PortalLinkRecord? {
        try transaction.select(
            Self.records + " WHERE link_hash = ?", [.text(linkHash)]
        ).first.flatMap(PortalLinkRecord.init)
    }

    /// What a new link is to be.
    struct Wish: Sendable {
        let linkHash: String
        let contact: RowID
        /// `nil` for the hub's operator.
        let maker: RowID?
        let days: Int
    }

    /// Adds a link; the same wish again gives the same link, so that a lost answer costs nothing.
    /// Forgets those that ended long ago.
    /// - Throws: ``HubError/Code/badValue`` for a life out of bounds, ``HubError/Code/notFound``
    ///   for a contact that is not there or archived, ``HubError/Code/tooManyLinks``,
    ///   ``HubError/Code/malformed`` for a link that is somebody else's.
    func insert(_ wish: Wish, at now: Int64) throws -> PortalLinkRecord {
        guard (1...HubLimits.maximumPortalLinkDays).contains(wish.days) else {
            throw HubError.badLinkLife
        }
        if let known = try record(linkHash: wish.linkHash) {
            guard known.contact == wish.contact, known.maker == wish.maker else {
                throw HubError.malformed("This link belongs to another contact")
            }
            return known
        }
        try requireUsable(wish.contact)
        try forget(at: now)
        let open = try transaction.select(
            """
            SELECT count(*) AS n FROM hub_portal_link
            WHERE timeline = ? AND expires_at > ? AND revoked_at IS NULL
            """, [timeline, .integer(now)])
        guard (open.first?["n"].integer ?? 0) < HubLimits.portalLinks else {
            throw HubError.tooManyLinks
        }
        try transaction.execute(
            """
            INSERT INTO hub_portal_link
            (link_hash, timeline, contact, made_by, made_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(wish.linkHash), timeline, .row(wish.contact), .row(wish.maker),
                .integer(now),
                .integer(now + Int64(wish.days) * 86_400_000),
            ])
        guard let made = try record(linkHash: wish.linkHash) else { throw HubError.failed }
        return made
    }

    /// Ends a link from the next request on. Doing it again changes nothing: neither when it was
    /// ended, nor by whom.
    /// - Parameter revoker: `nil` for the hub's operator.
    /// - Throws: ``HubError/Code/notFound``.
    func revoke(_ number: Int64, by revoker: RowID?, at now: Int64) throws -> NamedPortalLink {
        let known = try named(number, at: now)
        guard known.record.revokedAt == nil else { return known }
        try transaction.execute(
            "UPDATE hub_portal_link SET revoked_at = ? WHERE number = ?",
            [.integer(now), .integer(number)])
        if let revoker {
            try transaction.execute(
                "INSERT OR REPLACE INTO hub_portal_revocation (number, member) VALUES (?, ?)",
                [.integer(number), .row(revoker)])
        }
        return try named(number, at: now)
    }

    private var timeline: Value { .text(transaction.timeline.description) }

    private func requireUsable(_ contact: RowID) throws {
        let found = try transaction.select(
            "SELECT IFNULL(archived, 0) AS archived FROM contact WHERE id = ?", [.row(contact)])
        guard let archived = found.first?["archived"] else {
            throw HubError.unknownContact(contact)
        }
        guard archived == .integer(0) else { throw HubError.archivedContact(contact) }
    }

    /// What ended long ago, and what ended first where very much has ended: somebody who makes and
    /// ends links in a loop fills no disk.
    private func forget(at now: Int64) throws {
        let ended = "expires_at <= ?1 OR revoked_at IS NOT NULL OR timeline <> ?2"
        try transaction.execute(
            """
            DELETE FROM hub_portal_link
            WHERE expires_at < ?1 OR revoked_at < ?1
            """, [.integer(now - HubLimits.portalLinkMemoryMilliseconds)])
        try transaction.execute(
            """
            DELETE FROM hub_portal_link WHERE number IN (
              SELECT number FROM hub_portal_link WHERE \(ended)
              ORDER BY min(expires_at, ifnull(revoked_at, expires_at)) DESC, number DESC
              LIMIT -1 OFFSET \(HubLimits.endedPortalLinks))
            """, [.integer(now), timeline])
        try transaction.execute(
            """
            DELETE FROM hub_portal_revocation
            WHERE number NOT IN (SELECT number FROM hub_portal_link)
            """)
    }
}

extension PortalLinkRecord {
    /// Reads a line of ``PortalLinkTable/records``.
    init?(_ record: Record) {
        guard let number = record["number"].integer,
            let contact = record["contact"].integer.flatMap(RowID.init(rawValue:)),
            let madeAt = record["made_at"].integer, let expiresAt = record["expires_at"].integer
        else { return nil }
        self.init(
            number: number, contact: contact,
            maker: record["made_by"].integer.flatMap(RowID.init(rawValue:)), madeAt: madeAt,
            expiresAt: expiresAt, revokedAt: record["revoked_at"].integer,
            revoker: record["revoked_by"].integer.flatMap(RowID.init(rawValue:)),
            timeline: record["timeline"].text ?? "")
    }
}
