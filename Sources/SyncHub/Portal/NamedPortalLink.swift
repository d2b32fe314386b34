// A link with the names of whom it is about, and its one spelling in JSON: for the hub's commands,
// and for laptops.

internal import LocalStore
public import SupportDesk
internal import SyncEngine

/// A portal link as people read it.
public struct NamedPortalLink: Hashable, Sendable {
    public let record: PortalLinkRecord
    public let contact: String
    /// `nil` for the hub's operator.
    public let maker: String?
    /// Who revoked it; `nil` while nobody has, and for the hub's operator.
    public let revoker: String?
    public let state: PortalLinkRecord.State

    /// `{"number","contact","contact_name","made_by","made_at","expires_at","revoked_at",
    /// "revoked_by","state"}`; the contact by its id, members by their names.
    public var json: JSONValue {
        func time(_ milliseconds: Int64) -> String { "\(Moment(milliseconds: milliseconds))" }
        return [
            "number": .integer(record.number), "contact": .string("\(record.contact)"),
            "contact_name": .string(contact), "made_by": .optional(maker),
            "made_at": .string(time(record.madeAt)),
            "expires_at": .string(time(record.expiresAt)),
            "revoked_at": .optional(record.revokedAt.map(time)),
            "revoked_by": .optional(revoker), "state": .string(state.rawValue),
        ]
    }
}

extension PortalLinkTable {
    /// All that are remembered, in the order of their making.
    func allNamed(at now: Int64) throws -> [NamedPortalLink] {
        try named("ORDER BY link.number", [], at: now)
    }

    /// - Throws: ``HubError/Code/notFound``.
    func named(_ number: Int64, at now: Int64) throws -> NamedPortalLink {
        let found = try named("WHERE link.number = ?", [.integer(number)], at: now)
        guard let link = found.first else { throw HubError.unknownLink(number) }
        return link
    }

    private func named(
        _ clause: String, _ arguments: [Value], at now: Int64
    ) throws -> [NamedPortalLink] {
        try transaction.select(Self.records + " " + clause, arguments).compactMap { line in
            PortalLinkRecord(line).map { record in
                // Of rows that the hub does not have any more the id is left.
                NamedPortalLink(
                    record: record,
                    contact: line["contact_name"].text ?? record.contact.description,
                    maker: line["maker_name"].text ?? record.maker?.description,
                    revoker: line["revoker_name"].text ?? record.revoker?.description,
                    state: record.state(at: now, on: transaction.timeline))
            }
        }
    }
}
