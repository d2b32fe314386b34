// Who of a client's people looks, and which tickets are meant for them.

public import SyncEngine

/// A contact, with the organization for which they may read.
public struct ClientReader: Hashable, Sendable {
    /// `nil` for somebody of the organization, whoever it is.
    public let contact: RowID?
    public let organization: RowID?

    public init(contact: RowID?, organization: RowID?) {
        self.contact = contact
        self.organization = organization
    }

    /// The contact of that row.
    ///
    /// Two people who put a contact into two organizations apart have said nothing that may be
    /// relied on: until somebody settles it, the contact reads for neither.
    public init(_ contact: RowID, _ row: RowState) {
        let named = row[ContactField.organization].siblings.map(\.value)
        let isSettled = named.allSatisfy { $0 == named[0] }
        self.init(
            contact: contact,
            organization: isSettled ? named.first?.integer.flatMap(RowID.init(rawValue:)) : nil)
    }

    /// Whoever a ticket of this client is meant for: its contact, or else its organization.
    init(client: Value) {
        let parts = client.components.map { $0.integer.flatMap(RowID.init(rawValue:)) }
        let (contact, organization) = parts.count == 2 ? (parts[0], parts[1]) : (nil, nil)
        self.init(contact: contact, organization: contact == nil ? organization : nil)
    }

    /// Whether a ticket of this client is theirs: it names them, or nobody but their organization.
    public func isMeant(by client: Value) -> Bool {
        let parts = client.components
        guard parts.count == 2 else { return false }
        if !parts[0].isNull { return contact.map { parts[0] == .row($0) } ?? false }
        guard let organization else { return false }
        return parts[1] == .row(organization)
    }
}
