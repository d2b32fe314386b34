// Which documents have to travel, which stay, and which may go: read from the rows, never stored.

import Foundation
import LocalStore
public import SyncEngine

extension Desk {
    private static let limitSetting = "documents_limit"

    /// Bytes of documents that this laptop keeps; what is only here, and what is wanted, comes on
    /// top.
    public var documentLimit: Int64 {
        get throws {
            try store.setting(Self.limitSetting).flatMap { Int64($0) } ?? DocumentLimits.keptBytes
        }
    }

    /// - Parameter bytes: `nil` goes back to the default.
    public func setDocumentLimit(_ bytes: Int64?) throws {
        guard bytes ?? 0 >= 0 else {
            throw DeskError(.badValue, "A limit of \(bytes ?? 0) bytes is none.")
        }
        try store.setSetting(Self.limitSetting, bytes.map { String($0) })
    }

    /// What the lane has to do, in the order in which it should.
    ///
    /// What somebody asked to keep is fetched whatever the limit; of what is assigned to them the
    /// newest that fit beside it. The rest comes when it is asked for.
    /// - Complexity: O(documents); looks at every file that is here.
    public func documentPlan() throws -> DocumentPlan {
        let here = Set(store.documents?.all().map(\.hash) ?? [])
        let limit = try documentLimit
        let kept = try keptDocuments()
        return try store.read { reader in
            let atHub = try reader.contentsAtHub()
            let (up, later) = try reader.byConfirmation(
                reader.transfers(of: here.subtracting(atHub)))
            let asked = try reader.transfersKept(kept)
            var room = limit - asked.reduce(0) { $0 + $1.size }
            let isAsked = Set(asked)
            let ahead = try reader.transfersWanted(by: me).filter { transfer in
                guard !isAsked.contains(transfer), transfer.size <= room else { return false }
                room -= transfer.size
                return true
            }
            let wanted = (asked + ahead).filter { !here.contains($0.hash) }
            let unknown = try reader.transfersNotDeleted().filter {
                !here.contains($0.hash) && !atHub.contains($0.hash)
            }
            return DocumentPlan(
                up: up.smallestFirst, later: later.smallestFirst, wanted: wanted.smallestFirst,
                down: wanted.filter { atHub.contains($0.hash) }.smallestFirst, toAsk: unknown,
                toConfirm: try reader.transfers(of: here.intersection(atHub)))
        }
    }

    /// What may be evicted, and what not.
    /// - Complexity: O(documents).
    public func documentRetention() throws -> DocumentRetention {
        let limit = try documentLimit
        let kept = try keptDocuments()
        return try store.read { reader in
            let staying = try reader.transfersKept(kept) + reader.transfersWanted(by: me)
            let own = try reader.transfers("", []).filter { transfer in
                try reader.isOwn(transfer.document.ordinal)
            }
            return DocumentRetention(
                kept: Set(staying.map(\.hash)), own: Set(own.map(\.hash)),
                named: Set(try reader.transfers("", []).map(\.hash)), limit: limit)
        }
    }

    /// The bytes that a document's row names.
    /// - Throws: ``DeskError`` `not_found`.
    public func documentTransfer(_ document: RowID) throws -> DocumentTransfer {
        let found = try store.read { reader in
            try reader.transfers("WHERE document.id = ?", [.row(document)]).first
        }
        guard let found else {
            throw DeskError.unknown(RowKey(TicketSchema.document, document), in: store.schema)
        }
        return found
    }
}

extension StoreReader {
    fileprivate func transfers(_ rest: String, _ arguments: [Value]) throws -> [DocumentTransfer] {
        try select(
            """
            SELECT document.id AS id, document.name AS name, content, size FROM document \(rest)
            """, arguments
        ).compactMap { record in
            guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)),
                let hash = record["content"].text.flatMap({ ContentHash($0) }),
                let size = record["size"].integer, size >= 0
            else { return nil }
            return DocumentTransfer(
                document: id, name: record["name"].text ?? "", hash: hash, size: size)
        }
    }

    /// Documents with these bytes that are on their tickets.
    fileprivate func transfers(of hashes: Set<ContentHash>) throws -> [DocumentTransfer] {
        guard !hashes.isEmpty else { return [] }
        let list = JSONValue.strings(hashes.map(\.description).sorted())
        return try transfers(
            """
            WHERE IFNULL(document.deleted, 0) = 0
            AND content IN (SELECT value FROM json_each(?)) ORDER BY document.id
            """, [.text(list.description)])
    }

    fileprivate func transfersNotDeleted() throws -> [DocumentTransfer] {
        try transfers("WHERE IFNULL(document.deleted, 0) = 0 ORDER BY document.id DESC", [])
    }

    /// The newest first.
    fileprivate func transfersWanted(by member: RowID) throws -> [DocumentTransfer] {
        try transfers(
            """
            JOIN ticket ON ticket.id = document.ticket
            WHERE ticket.assignee = ? AND IFNULL(ticket.status, '') <> 'closed'
            AND IFNULL(document.deleted, 0) = 0 ORDER BY document.id DESC
            """, [.row(member)])
    }

    /// What this laptop was asked to keep, of documents that are on their tickets.
    fileprivate func transfersKept(_ kept: KeptDocuments) throws -> [DocumentTransfer] {
        func list(_ rows: Set<RowID>) -> Value {
            .text(JSONValue.array(rows.sorted().map { .integer($0.rawValue) }).description)
        }
        guard kept != KeptDocuments(documents: [], tickets: []) else { return [] }
        return try transfers(
            """
            WHERE IFNULL(document.deleted, 0) = 0
            AND (document.id IN (SELECT value FROM json_each(?))
            OR document.ticket IN (SELECT value FROM json_each(?))) ORDER BY document.id DESC
            """, [list(kept.documents), list(kept.tickets)])
    }

    /// Of each content one: of a row that the hub has, or else of one that it does not have.
    fileprivate func byConfirmation(
        _ transfers: [DocumentTransfer]
    ) throws -> (confirmed: [DocumentTransfer], others: [DocumentTransfer]) {
        var confirmedByHash: [ContentHash: DocumentTransfer] = [:]
        var otherByHash: [ContentHash: DocumentTransfer] = [:]
        for transfer in transfers where confirmedByHash[transfer.hash] == nil {
            let row = try row(RowKey(TicketSchema.document, transfer.document))
            if row?.stored.confirmed == nil {
                otherByHash[transfer.hash] = transfer
            } else {
                confirmedByHash[transfer.hash] = transfer
            }
        }
        let others = otherByHash.filter { confirmedByHash[$0.key] == nil }
        return (Array(confirmedByHash.values), Array(others.values))
    }
}

extension [DocumentTransfer] {
    fileprivate var smallestFirst: [DocumentTransfer] {
        sorted { ($0.size, $0.document) < ($1.size, $1.document) }
    }
}
