// Which documents travel and stay, as the rows say it, on a replica with a disk.

import Foundation
import LocalStore
import SyncEngine
import Testing

@testable import SupportDesk

@Suite final class DocumentPlanTests {
    private let path = NSTemporaryDirectory() + "desk-" + UUID().uuidString
    private let desk: Desk

    init() throws {
        let identity = ReplicaIdentity(
            ordinal: try #require(ReplicaOrdinal(2)), member: RowID(.hub, 1), memberName: "Ada",
            workspace: "acme", replicaName: "office", birthCertificate: Nonce(1),
            timeline: Timeline(Nonce(2)), incarnation: Nonce(3), hubURL: "http://127.0.0.1:1")
        desk = Desk(
            try LocalStore.create(in: path, schema: TicketSchema.schema, identity: identity))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A ticket of one's own with a document whose bytes are elsewhere.
    @discardableResult
    private func elsewhere(_ digit: String, size: Int64 = 10, mine: Bool = true) throws -> RowID {
        let ticket = try desk.createTicket(TicketDraft(title: "Pump"))
        if mine { try desk.claim(ticket) }
        return try desk.attach(
            DocumentDraft(
                name: "a", content: String(repeating: digit, count: 64), size: size), to: ticket)
    }

    private func hash(_ digit: String) throws -> ContentHash {
        try #require(ContentHash(String(repeating: digit, count: 64)))
    }

    private func here(_ text: String) throws -> DocumentDraft {
        let file = try TemporaryFile(text, as: "txt")
        return try desk.draft(ofFile: file.path, name: "a.txt")
    }

    @Test func `a list marks the tickets of which a document's bytes are not here`() throws {
        let ticket = try desk.createTicket(TicketDraft(title: "Pump"))
        func isPending() throws -> [Bool] { try desk.ticketList().map(\.hasPendingDocuments) }
        #expect(try isPending() == [false])
        try desk.attach(try here("abc"), to: ticket)
        #expect(try isPending() == [false])
        let missing = try desk.attach(
            DocumentDraft(name: "b", content: String(repeating: "b", count: 64), size: 4),
            to: ticket)
        #expect(try isPending() == [true])
        #expect(try desk.ticket(ticket).json["documents_pending"] == .boolean(true))
        try desk.deleteDocument(missing)
        #expect(try isPending() == [false])
    }

    @Test func `what is attached here waits for its row, and is known to be only here`() throws {
        let ticket = try desk.createTicket(TicketDraft(title: "Pump"))
        let draft = try here("abc")
        let first = try desk.attach(draft, to: ticket)
        try desk.attach(draft, to: ticket)
        let plan = try desk.documentPlan()
        #expect(plan.up.isEmpty)
        #expect(plan.later.map(\.size) == [3])
        #expect(plan.toAsk.isEmpty && plan.wanted.isEmpty)
        #expect(try desk.ticket(ticket).documents.map(\.place) == [.hereOnly, .hereOnly])
        let hash = try desk.documentTransfer(first).hash
        try desk.store.noteAtHub([hash])
        #expect(try desk.documentPlan().later.isEmpty)
        #expect(try desk.ticket(ticket).documents.map(\.place) == [.here, .here])
        desk.store.documents?.remove(hash)
        #expect(try desk.ticket(ticket).documents.map(\.place) == [.hub, .hub])
        try desk.store.noteNotAtHub(hash)
        #expect(try desk.ticket(ticket).documents.map(\.place) == [.author, .author])
    }

    @Test func `documents of one's own open tickets are wanted, others are not`() throws {
        let wanted = try elsewhere("a")
        try elsewhere("b", mine: false)
        let deleted = try elsewhere("c")
        try desk.deleteDocument(deleted)
        let closed = try elsewhere("d")
        let ticket = try #require(
            try desk.store.read { try $0.row(RowKey(TicketSchema.document, closed)) }?
                .value(DocumentField.ticket).integer.flatMap(RowID.init(rawValue:)))
        try desk.setStatus(ticket, .closed)
        var plan = try desk.documentPlan()
        #expect(plan.wanted.map(\.document) == [wanted])
        #expect(plan.down.isEmpty)
        #expect(Set(plan.toAsk.map(\.hash)) == [try hash("a"), try hash("b"), try hash("d")])
        try desk.store.noteAtHub([try hash("a"), try hash("b")])
        plan = try desk.documentPlan()
        #expect(plan.down.map(\.document) == [wanted])
        #expect(plan.toAsk.map(\.hash) == [try hash("d")])
    }

    @Test func `of what is wanted the newest that fit the limit come, the smallest first`() throws {
        try elsewhere("a", size: 50)
        let large = try elsewhere("b", size: 60)
        let small = try elsewhere("c", size: 30)
        try desk.setDocumentLimit(100)
        #expect(try desk.documentPlan().wanted.map(\.document) == [small, large])
        try desk.setDocumentLimit(nil)
        #expect(try desk.documentPlan().wanted.count == 3)
        #expect(try desk.documentLimit == DocumentLimits.keptBytes)
        #expect(throws: DeskError.self) { try desk.setDocumentLimit(-1) }
    }

    @Test func `what stays is what is wanted, and every row names its bytes`() throws {
        try elsewhere("a")
        let deleted = try elsewhere("b", mine: false)
        try desk.deleteDocument(deleted)
        let retention = try desk.documentRetention()
        #expect(retention.kept == [try hash("a")])
        #expect(retention.named == [try hash("a"), try hash("b")])
    }

    @Test func `what somebody asked to keep is wanted whatever the limit, and stays`() throws {
        let kept = try elsewhere("a", size: 90, mine: false)
        let other = try elsewhere("b", size: 10, mine: false)
        let mine = try elsewhere("c", size: 20)
        try desk.setDocumentLimit(100)
        #expect(try desk.keepDocument(kept))
        #expect(try !desk.keepDocument(kept), "it is already")
        // Ninety of a hundred bytes are taken: what is only assigned does not fit beside them.
        #expect(try desk.documentPlan().wanted.map(\.document) == [kept])
        #expect(try desk.documentRetention().kept == [try hash("a"), try hash("c")])
        try desk.setDocumentLimit(50)
        #expect(try desk.documentPlan().wanted.map(\.document) == [kept])
        #expect(try desk.documentList(onlyKept: true).map(\.id) == [kept])
        #expect(
            try desk.documentList().map { "\($0.id) \($0.reason?.rawValue ?? "-")" }
                == ["\(mine) assigned", "\(other) -", "\(kept) document"])
        #expect(try desk.keepDocument(kept, false))
        #expect(try desk.documentPlan().wanted.map(\.document) == [mine])
        #expect(throws: DeskError.self) { try desk.keepDocument(RowID(.hub, 77)) }
    }

    @Test func `a kept ticket keeps what is attached later, and nothing that was deleted`() throws {
        let ticket = try desk.createTicket(TicketDraft(title: "Pump"))
        try desk.keepDocuments(of: ticket)
        func attach(_ digit: String) throws -> RowID {
            try desk.attach(
                DocumentDraft(
                    name: "a", content: String(repeating: digit, count: 64), size: 10), to: ticket)
        }
        let (first, second) = (try attach("a"), try attach("b"))
        #expect(try desk.documentPlan().wanted.map(\.document) == [first, second])
        #expect(try desk.ticket(ticket).keepsDocuments)
        #expect(try desk.ticket(ticket).documents.map(\.reason) == [.ticket, .ticket])
        try desk.deleteDocument(first)
        try desk.setStatus(ticket, .closed)
        #expect(try desk.documentPlan().wanted.map(\.document) == [second])
        #expect(try desk.documentRetention().kept == [try hash("b")])
        #expect(try desk.documentList(of: ticket).map(\.id) == [second])
        try desk.keepDocuments(of: ticket, false)
        #expect(try desk.documentPlan().wanted.isEmpty)
    }

    @Test func `what is kept is this laptop's own business: nothing of it is sent`() throws {
        let document = try elsewhere("a")
        func unsent() throws -> Int {
            try desk.store.outbox(after: 0, maximumUnits: 100, maximumBytes: 100_000).count
        }
        let before = try unsent()
        try desk.keepDocument(document)
        #expect(try unsent() == before)
    }

    @Test func `what was attached here goes after what came from elsewhere`() throws {
        let ticket = try desk.createTicket(TicketDraft(title: "Pump"))
        let own = try desk.documentTransfer(try desk.attach(try here("abc"), to: ticket)).hash
        try elsewhere("a", mine: false)
        #expect(try desk.documentRetention().own.contains(own))
    }

    @Test func `a name that no document can have is refused before its file is read`() throws {
        let long = String(repeating: "x", count: 501)
        #expect(throws: DeskError.self) { try desk.draft(ofFile: "/nowhere", name: long) }
        #expect(throws: StoreError.self) { try desk.draft(ofFile: "/nowhere") }
        #expect(desk.store.documents?.all() == [])
    }
}
