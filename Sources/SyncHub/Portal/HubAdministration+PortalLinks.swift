// Links for clients as the hub's commands make, list and revoke them.

internal import LocalStore
public import SupportDesk

extension HubAdministration {
    /// A link that was just made; its secret is shown this once.
    public struct NewPortalLink: Sendable {
        public let link: PortalLink
        public let record: PortalLinkRecord
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
                try PortalLinkTable(transaction: transaction).allNamed(
                    at: environment.wallMilliseconds())
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
            return try links.revoke(number, by: nil, at: environment.wallMilliseconds())
        }
    }
}
