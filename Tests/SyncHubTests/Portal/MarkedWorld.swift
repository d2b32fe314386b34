// A workspace full of what a client must not find.

import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// A workspace in which everything that Ada may not read bears a mark, and one ticket that she may.
struct MarkedWorld {
    /// What stands in every internal text.
    static let mark = "MARK"

    /// Those that Ada must not find.
    private(set) var tickets: [RowID] = []
    /// Internal ones and those of these tickets; the bytes of all are at the hub.
    private(set) var documents: [RowID] = []
    let visible: RowID

    init(_ world: PortalWorld) async throws {
        let (desk, field) = (world.office.desk, world.field.desk)
        visible = try world.ticket()
        try Self.workInternally(on: visible, desk)
        let withdrawn = try desk.comment(on: visible, "MARK withdrawn", .toClient)
        try desk.withdrawComment(withdrawn)
        let deleted = try desk.comment(on: visible, "MARK deleted", .toClient)
        try desk.deleteComment(deleted)

        tickets.append(try world.ticket("MARK internal", "MARK", isShared: false))
        tickets.append(try world.ticket("MARK of Cem", "MARK", contact: "Cem"))
        tickets.append(try world.ticket("MARK of Bo", "MARK", contact: "Bo"))
        tickets.append(
            try world.ticket("MARK of Quarries", contact: nil, organization: "Quarries"))
        let unshared = try world.ticket("MARK unshared")
        try desk.unshare(unshared)
        let held = try world.ticket("MARK held", isShared: false)
        tickets += [unshared, held]
        for ticket in tickets {
            documents += [
                try desk.attach(Self.document("MARK.pdf", .toClient), to: ticket),
                try desk.attach(Self.document("MARK.png", .toClient, Self.image), to: ticket),
            ]
            try desk.comment(on: ticket, "MARK", .toClient)
        }
        let renamed = try attachHidden(desk)
        try await world.meet()
        // Apart: one shares, the other adds what they take for internal.
        try desk.share(held)
        try desk.publishDocument(renamed)
        var edit = TicketEdit()
        edit.append = "MARK they never pay"
        try field.edit(held, edit)
        try field.renameDocument(renamed, "MARK their mess.png")
        try await world.meet()
        for document in documents { try await world.upload(document) }
    }

    /// What hangs on the visible ticket and is not the client's: internal, withdrawn, deleted, and
    /// one that will be held.
    /// - Returns: the last.
    private mutating func attachHidden(_ desk: Desk) throws -> RowID {
        let withdrawn = try desk.attach(
            Self.document("MARK withdrawn.png", .toClient, Self.image), to: visible)
        try desk.withdrawDocument(withdrawn)
        let deleted = try desk.attach(Self.document("MARK deleted.pdf", .toClient), to: visible)
        try desk.deleteDocument(deleted)
        let held = try desk.attach(
            Self.document("MARK held.png", .internal, Self.image), to: visible)
        documents += [
            try desk.attach(Self.document("MARK.pdf"), to: visible),
            try desk.attach(Self.document("MARK.png", .internal, Self.image), to: visible),
            withdrawn, deleted, held,
        ]
        return held
    }

    /// All that the team does on a ticket and no client sees.
    static func workInternally(on ticket: RowID, _ desk: Desk) throws {
        for list in [NamedList.category, .type, .project] {
            _ = try desk.ensure("MARK list", in: list)
        }
        var edit = TicketEdit()
        edit.priority = .urgent
        edit.category = .set("MARK list")
        edit.type = .set("MARK list")
        edit.project = .set("MARK list")
        edit.estimate = .set(613)
        try desk.edit(ticket, edit)
        try desk.claim(ticket)
        try desk.comment(on: ticket, "MARK they pay late", .internal)
        try desk.attach(document("MARK.pdf"), to: ticket)
        let day = CalendarDay(milliseconds: 1_800_000_000_000)
        try desk.logTime(on: ticket, minutes: 47, day: day, note: "MARK time")
    }

    /// What is in the internal documents, and in the internal images.
    static let bytes = TestBytes(mark)
    static let image = TestBytes(TestImage.png(saying: mark))

    static func document(
        _ name: String, _ audience: Audience = .internal, _ bytes: TestBytes = bytes
    ) -> DocumentDraft {
        DocumentDraft(
            name: name, content: bytes.hash, size: Int64(bytes.bytes.count), audience: audience)
    }

    static func hash(_ text: String) -> String { TestBytes(text).hash }
}

extension PortalWorld {
    /// Brings the bytes of a marked document to the hub.
    fileprivate func upload(_ document: RowID) async throws {
        let transfer = try office.desk.documentTransfer(document)
        let all = [MarkedWorld.bytes, MarkedWorld.image]
        let bytes = try #require(all.first { $0.hash == transfer.hash.description })
        let answer = try await office.client.send(
            HubRequest(
                .put, "/v1/documents/\(document)/upload/0", body: bytes.bytes,
                contentType: "application/octet-stream", accept: "application/json"))
        try #require(answer.status == 200)
    }
}
