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
    /// Wanted documents are fetched ahead as long as all of them fit the limit; beyond it they
    /// come when they are asked for.
    /// - Complexity: O(documents); looks at every file that is here.
    public func documentPlan() throws -> DocumentPlan {
        let here = Set(store.documents?.all().map(\.hash) ?? [])
        let limit = try documentLimit
        return try store.read { reader in
            let atHub = try reader.contentsAtHub()
            let (up, later) = try reader.byConfirmation(
                reader.transfers(of: here.subtracting(atHub)))
            var room = limit
            let ahead = try reader.transfersWanted(by: me).filter { transfer in
                guard transfer.size <= room else { return false }
                room -= transfer.size
                return true
            }
            let wanted = ahead.filter { !here.contains($0.hash) }
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
        return try store.read { reader in
            DocumentRetention(
                kept: Set(try reader.transfersWanted(by: me).map(\.hash)),
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
