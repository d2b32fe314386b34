// A hub with two laptops and two clients of one organization, for tests that look through a link.

import SupportDesk
import SyncEngine

@testable import SyncHub

/// The office and somebody in the field; Ada and Bo of Pumps, Cem of Quarries.
struct PortalWorld {
    let hub: TestHub
    let office: DeskLaptop
    let field: DeskLaptop
    let ada: RowID
    let bo: RowID
    let cem: RowID

    init(_ hub: TestHub) async throws {
        self.hub = hub
        office = try await DeskLaptop(hub, code: hub.ownerCode)
        let desk = office.desk
        for name in ["Pumps", "Quarries"] { try desk.add(NamedDraft(name), to: .organization) }
        ada = try desk.add(NamedDraft("Ada", organization: "Pumps"), to: .contact)
        bo = try desk.add(NamedDraft("Bo", organization: "Pumps"), to: .contact)
        cem = try desk.add(NamedDraft("Cem", organization: "Quarries"), to: .contact)
        try await office.sync()
        field = try await DeskLaptop(hub, of: "Field")
    }

    static func serving(
        _ test: @escaping @Sendable (PortalWorld) async throws -> Void
    ) async throws {
        try await TestHub.serving { try await test(try await PortalWorld($0)) }
    }

    /// The office makes a ticket of Ada's, and shares it unless said otherwise.
    func ticket(
        _ title: String = "The pump drips", _ description: String? = "Since Monday.",
        contact: Reference? = "Ada", organization: Reference? = nil, isShared: Bool = true
    ) throws -> RowID {
        var draft = TicketDraft(title: title)
        draft.description = description
        draft.contact = contact
        draft.organization = organization
        let ticket = try office.desk.createTicket(draft)
        if isShared { try office.desk.share(ticket) }
        return ticket
    }

    /// Everybody sends and fetches, until all have everything.
    func meet() async throws {
        for laptop in [office, field, office] { try await laptop.sync() }
    }

    /// The browser of a contact who has followed a fresh link.
    func browser(of contact: Reference = "Ada") async throws -> Browser {
        var browser = Browser(hub)
        try await browser.open(try hub.administration.makePortalLink(for: contact).link)
        return browser
    }
}

extension Browser {
    func tickets() async throws -> BrowserAnswer { try await ask("/portal") }

    func ticket(_ id: RowID) async throws -> BrowserAnswer {
        try await ask("/portal/tickets/\(id)")
    }

    /// What is said of whatever is not there, to somebody who may look.
    func nothing() async throws -> BrowserAnswer { try await ask("/portal/tickets/9-999") }
}
