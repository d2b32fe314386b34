// A laptop's requests for the bytes of documents, one by one, right or wrong.

import Crypto
import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

/// Bytes with their hash.
struct TestBytes: Sendable {
    let bytes: [UInt8]
    let hash: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        hash = Crypto.SHA256.hash(data: bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    init(_ text: String) { self.init(Array(text.utf8)) }
}

extension TestLaptop {
    /// Makes a ticket with a document of these bytes, as a row the hub knows.
    /// - Parameter size: what the row says; the truth by default.
    mutating func attach(
        _ bytes: TestBytes, named name: String = "file", n: UInt64 = 1, size: Int? = nil
    ) async throws -> RowID {
        let ticket = RowID(position.ordinal, n)
        let document = RowID(position.ordinal, n)
        let unit = SyncEngine.Unit(
            stamp: Stamp(milliseconds: 1_700_000_000_000),
            changes: [
                RowChange(
                    key: RowKey(TicketSchema.ticket, ticket), isCreation: true,
                    writes: [FieldWrite(field: TicketField.title, value: .text("Pump"))]),
                RowChange(
                    key: RowKey(TicketSchema.document, document), isCreation: true,
                    writes: [
                        FieldWrite(field: DocumentField.ticket, value: .row(ticket)),
                        FieldWrite(field: DocumentField.name, value: .text(name)),
                        FieldWrite(field: DocumentField.content, value: .text(bytes.hash)),
                        FieldWrite(
                            field: DocumentField.size,
                            value: .integer(Int64(size ?? bytes.bytes.count))),
                    ]),
            ])
        try #require(try await sync([unit]).verdicts == [.applied])
        return document
    }

    func get(
        _ path: String, accept: String = "application/octet-stream",
        headers: [String: String] = [:]
    ) async throws -> HubResponse {
        var request = HubRequest(.get, "/v1/documents/" + path, accept: accept)
        request.headers = headers
        return try await client.send(request)
    }

    func state(_ document: some CustomStringConvertible) async throws -> HubResponse {
        try await get("\(document)/upload", accept: "application/json")
    }

    /// How much the hub says it has.
    func received(_ document: RowID) async throws -> Int {
        let body = Data(try await state(document).body)
        return Int(try JSONDecoder().decode(DocumentState.self, from: body).received)
    }

    func put(
        _ bytes: [UInt8], of document: some CustomStringConvertible,
        at offset: some CustomStringConvertible,
        type: String = "application/octet-stream"
    ) async throws -> HubResponse {
        try await client.send(
            HubRequest(
                .put, "/v1/documents/\(document)/upload/\(offset)", body: bytes,
                contentType: type, accept: "application/json"))
    }

    func arrived(_ documents: [String]) async throws -> HubResponse {
        try await client.send(
            HubRequest(
                .post, "/v1/documents/arrived",
                body: Array(try JSONEncoder().encode(DocumentsAsked(documents: documents))),
                contentType: "application/json", accept: "application/json"))
    }
}

extension HubResponse {
    /// What the hub has of a document, as `received` of `size`, or the code of its error.
    var transfer: String {
        guard !isRefusal,
            let state = try? JSONDecoder().decode(DocumentState.self, from: Data(body))
        else { return errorCode(self) }
        return "\(state.received) of \(state.size)" + (state.isComplete ? ", complete" : "")
    }

    var arrivedDocuments: [String]? {
        try? JSONDecoder().decode(DocumentsArrived.self, from: Data(body)).arrived
    }

    /// Everything that its receiver can tell it by.
    var everything: String {
        let fields = headers.filter { $0.key != "date" }.sorted { $0.key < $1.key }
        return "\(status) \(fields) \(String(decoding: body, as: UTF8.self))"
    }
}
