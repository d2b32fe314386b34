// The chip of the page: what it says in each state, and that it is never calm without reason.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import syncd

@Suite struct ChipTests {
    private let store: LocalStore
    private let replica: Replica

    init() throws {
        store = try LocalStore.testing()
        replica = Replica(directory: DataDirectory(path: "none"), store: store)
    }

    /// - Parameter seconds: since the last contact.
    private func status(
        contactBefore seconds: Int64? = 1, _ change: (inout ContactState) -> Void = { _ in }
    ) throws -> ReplicaStatus {
        var contact = ContactState()
        contact.lastContact = seconds.map { 120_000 - $0 * 1_000 }
        contact.isUpToDate = true
        contact.hubRules = store.schema.rulesVersion
        change(&contact)
        return try ReplicaStatus(
            of: replica, contact: contact, isDaemonRunning: true, transfer: nil)
    }

    private func makeConflict() throws {
        let desk = replica.desk
        let ticket = try desk.createTicket(TicketDraft(title: "Roof"))
        let seen = try desk.store.read { try $0.rendered([RowKey(TicketSchema.ticket, ticket)]) }
        for title in ["North", "South"] {
            var edit = TicketEdit()
            edit.title = title
            try desk.edit(ticket, edit, seen: seen)
        }
    }

    @Test func `up to date is said only after a contact that followed the feed to its head`() throws
    {
        #expect(try status().chip == StatusChip(tone: .good, words: "Up to date"))
        #expect(try status { $0.isUpToDate = false }.chip.words == "Fetching what is new")
        #expect(try status(contactBefore: nil).chip.words == "Offline")
        #expect(try status(contactBefore: 91).chip.tone == .offline)
        try replica.desk.createTicket(TicketDraft(title: "Roof"))
        let sending = try status().chip
        #expect(sending.words == "Sending 1" && sending.tone == .busy)
    }

    @Test func `offline says since when, what is saved here, and why`() throws {
        try replica.desk.createTicket(TicketDraft(title: "Roof"))
        let chip = try status { $0.failure = "The hub does not answer." }.chip
        #expect(
            chip.words == "Offline since 1970-01-01T00:01:59.000Z, 1 change saved here")
        #expect(chip.since?.description == "1970-01-01T00:01:59.000Z")
        #expect(chip.cause == "The hub does not answer." && chip.action == .sync)
    }

    @Test func `what a person has to do comes before what is on its way`() throws {
        try makeConflict()
        #expect(try status().conflicts == 1)
        let rules = try status { $0.hubRules = 9 }.chip
        #expect(rules.tone == .attention && rules.words.contains("different rules"))
        let refused = try status {
            $0.failure = "The device was revoked."
            $0.needsAttention = true
        }.chip
        #expect(refused.tone == .attention && refused.cause == "The device was revoked.")
    }

    @Test func `the chip is never calm while anything waits, is refused or stands beside another`()
        throws
    {
        try makeConflict()
        let dot = try #require(try store.read { try $0.unsentHeads().first?.dot })
        try store.park(dot.counter, Refusal(.tooLarge))
        let status = try status()
        #expect(status.refused > 0)
        #expect(status.chip.tone == .attention && status.chip.action == .refused)
        #expect(status.chip.words.hasPrefix("Needs attention: "))
        #expect(status.json["chip"]?["tone"] == "attention")
    }
}
