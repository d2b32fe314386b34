// What the team takes back is gone with the next request, whichever laptop is heard first.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `What takes effect in the portal at once` {
    /// Two laptops did something apart; they are heard in this order.
    enum Order: CaseIterable, Sendable {
        case officeFirst, fieldFirst

        func meet(_ world: PortalWorld) async throws {
            let laptops = [world.office, world.field]
            for laptop in self == .officeFirst ? laptops : laptops.reversed() {
                try await laptop.sync()
            }
        }
    }

    @Test func `sharing, unsharing and sharing again`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket(isShared: false)
            try await world.office.sync()
            let browser = try await world.browser()
            for _ in 0..<2 {
                #expect(try await browser.ticket(ticket) == browser.nothing())
                try world.office.desk.share(ticket)
                try await world.office.sync()
                #expect(try await browser.ticket(ticket).status == 200)
                try world.office.desk.unshare(ticket)
                try await world.office.sync()
            }
        }
    }

    @Test func `withdrawing, deleting and restoring a comment`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let desk = world.office.desk
            let comment = try desk.comment(on: ticket, "On Tuesday.", .toClient)
            try await world.office.sync()
            let browser = try await world.browser()
            let reads = { try await browser.ticket(ticket).body.contains("On Tuesday.") }
            #expect(try await reads())
            for (act, isRead) in [
                ({ try desk.withdrawComment(comment) }, false),
                ({ try desk.publishComment(comment) }, true),
                ({ try desk.deleteComment(comment) }, false),
                ({ try desk.restoreComment(comment) }, true),
            ] as [(() throws -> Dot?, Bool)] {
                _ = try act()
                try await world.office.sync()
                #expect(try await reads() == isRead)
            }
        }
    }

    @Test(arguments: Order.allCases)
    func `shared here, added to as internal there: held until somebody confirms`(
        order: Order
    ) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket(isShared: false)
            try await world.meet()
            try world.office.desk.share(ticket)
            var edit = TicketEdit()
            edit.append = "They never pay."
            try world.field.desk.edit(ticket, edit)
            try await order.meet(world)
            let browser = try await world.browser()
            #expect(try await browser.ticket(ticket) == browser.nothing())
            #expect(try await !browser.tickets().body.contains("The pump drips"))
            try await world.meet()
            try world.office.desk.confirmRelease(ticket)
            try await world.office.sync()
            #expect(try await browser.ticket(ticket).body.contains("They never pay."))
        }
    }

    @Test(arguments: Order.allCases)
    func `given to two clients apart while shared: held for both`(order: Order) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.meet()
            let (ada, bo, cem) = (
                try await world.browser(), try await world.browser(of: "Bo"),
                try await world.browser(of: "Cem")
            )
            #expect(try await ada.ticket(ticket).status == 200)
            try world.set("Bo", of: ticket, on: world.office)
            try world.set("Cem", of: ticket, on: world.field)
            try await order.meet(world)
            for browser in [ada, bo, cem] {
                #expect(try await browser.ticket(ticket) == browser.nothing())
            }
        }
    }

    @Test(arguments: Order.allCases)
    func `a document published here, renamed there: the new name is not read`(
        order: Order
    ) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let document = try world.office.desk.attach(
                DocumentDraft(
                    name: "pump.jpg", content: String(repeating: "a", count: 64), size: 9),
                to: ticket)
            try await world.meet()
            try world.office.desk.publishDocument(document)
            try world.field.desk.renameDocument(document, "their mess.jpg")
            let browser = try await world.browser()
            try await order.meet(world)
            let page = try await browser.ticket(ticket).body
            #expect(!page.contains("their mess.jpg") && !page.contains("pump.jpg"))
        }
    }

    @Test(arguments: Order.allCases)
    func `two replacements for the client stand side by side, an internal one does not`(
        order: Order
    ) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            func draft(_ name: String, _ audience: Audience) -> DocumentDraft {
                DocumentDraft(
                    name: name, content: String(repeating: "b", count: 64), size: 9,
                    audience: audience)
            }
            let first = try world.office.desk.attach(draft("plan.pdf", .toClient), to: ticket)
            try await world.meet()
            try world.office.desk.replaceDocument(first, with: draft("plan A.pdf", .toClient))
            try world.field.desk.replaceDocument(first, with: draft("plan B.pdf", .toClient))
            try world.field.desk.replaceDocument(first, with: draft("plan C.pdf", .internal))
            try world.field.desk.deleteDocument(first)
            try await order.meet(world)
            let page = try await world.browser().ticket(ticket).body
            #expect(page.contains("plan A.pdf") && page.contains("plan B.pdf"))
            #expect(!page.contains("plan C.pdf") && !page.contains("plan.pdf"))
        }
    }

    @Test(arguments: Order.allCases)
    func `a note published here, edited there as internal: held, and edited again still`(
        order: Order
    ) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            try await world.meet()
            let note = try world.field.desk.comment(on: ticket, "They pay late.", .internal)
            try await world.field.sync()
            try await world.meet()
            try world.office.desk.publishComment(note)
            try world.field.desk.editComment(note, "They never pay.")
            try await order.meet(world)
            let browser = try await world.browser()
            #expect(try await !browser.ticket(ticket).body.contains("pay"))
            try await world.meet()
            try world.office.desk.editComment(note, "They seldom pay.")
            try await world.meet()
            #expect(try await !browser.ticket(ticket).body.contains("pay"))
        }
    }

    @Test(arguments: Order.allCases)
    func `a contact put into two organizations apart reads for neither`(
        order: Order
    ) async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket(contact: nil, organization: "Pumps")
            try await world.meet()
            let browser = try await world.browser()
            #expect(try await browser.ticket(ticket).status == 200)
            try world.put("Ada", into: "Quarries", on: world.office)
            try world.put("Ada", into: "Pumps", on: world.field)
            try await order.meet(world)
            #expect(try await browser.ticket(ticket) == browser.nothing())
        }
    }
}

extension PortalWorld {
    fileprivate func set(_ contact: Reference, of ticket: RowID, on laptop: DeskLaptop) throws {
        var edit = TicketEdit()
        edit.contact = .set(contact)
        try laptop.desk.edit(ticket, edit)
    }

    fileprivate func put(
        _ contact: Reference, into organization: Reference, on laptop: DeskLaptop
    ) throws {
        let row = try laptop.desk.contactID(contact)
        let value = try laptop.desk.store.read { reader in
            try reader.select(
                "SELECT id FROM organization WHERE name = ?", [.text(organization.text)])
        }.first?["id"]
        _ = try laptop.desk.store.write { writer in
            try writer.set(
                RowKey(TicketSchema.contact, row), ContactField.organization, value ?? .null)
        }
    }
}
