// Links for clients as the hub's commands make, list and revoke them.

internal import LocalStore
public import SupportDesk
internal import SyncEngine

extension HubAdministration {
    /// A link that was just made; its secret is shown this once.
    public struct NewPortalLink: Sendable {
        public let link: PortalLink
        public let record: PortalLinkRecord
    }

    /// A link with the names of whom it is about.
    public struct NamedPortalLink: Hashable, Sendable {
        public let record: PortalLinkRecord
        public let contact: String
        /// `nil` for the hub's operator.
        public let maker: String?
        public let state: PortalLinkRecord.State
    }

    /// Makes a link through which a contact reads what was shared with them.
    /// - Parameter contact: by name or id.
    /// - Throws: ``HubError/Code/notFound``, ``HubError/Code/badValue``,
    ///   ``HubError/Code/tooManyLinks``; `ambiguous` if several contacts have the name.
    public func makePortalLink(
        for contact: Reference, days: Int = HubLimits.portalLinkDays, workspace: String? = nil
    ) throws(HubError) -> NewPortalLink {
        let link = PortalLink(random: environment.random)
        let now = environment.wallMilliseconds()
        return try access(try directory.chosen(workspace), creating: false) { store in
            let contact = try Desk(store).contactID(contact, mayBeArchived: false)
            let record = try store.hubTransaction(mayWrite: true) { transaction in
                try PortalLinkTable(transaction: transaction).insert(
                    .init(linkHash: link.hash, contact: contact, maker: nil, days: days), at: now)
            }
            return NewPortalLink(link: link, record: record)
        }
    }

    /// The links that are remembered, in the order of their making.
    public func portalLinks(workspace: String? = nil) throws(HubError) -> [NamedPortalLink] {
        try access(try directory.chosen(workspace), creating: false) { store in
            try store.hubTransaction(mayWrite: false) { transaction in
                try PortalLinkTable(transaction: transaction).all().map {
                    try named($0, transaction)
                }
            }
        }
    }

    /// Ends a link from the next request on. Doing it again changes nothing.
    /// - Throws: ``HubError/Code/notFound``.
    public func revokePortalLink(
        _ number: Int64, workspace: String? = nil
    ) throws(HubError) -> NamedPortalLink {
        try change(try directory.chosen(workspace)) { registry in
            let links = PortalLinkTable(transaction: registry.transaction)
            try links.revoke(number, at: environment.wallMilliseconds())
            guard let record = try links.record(number) else {
                throw HubError(
                    .notFound, "There is no link \(number)",
                    hint: "`syncd hub portal list` shows them.")
            }
            return try named(record, registry.transaction)
        }
    }

    private func named(
        _ record: PortalLinkRecord, _ transaction: HubTransaction
    ) throws -> NamedPortalLink {
        let contact = try transaction.select(
            "SELECT name FROM contact WHERE id = ?", [.row(record.contact)])
        let maker = try record.maker.flatMap { try registry(transaction).members.member($0) }
        return NamedPortalLink(
            record: record, contact: contact.first?["name"].text ?? record.contact.description,
            maker: maker?.name ?? record.maker?.description,
            state: record.state(
                at: environment.wallMilliseconds(), on: transaction.timeline))
    }
}
