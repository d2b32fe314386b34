// The golden vectors of the client's view: the portal, and anyone's own client, must agree.

import Foundation
import SupportDesk
import SyncEngine
import Testing

@Suite struct ClientVectorTests {
    @Test func `every case of specs/vectors/client-view comes out as written`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../specs/vectors/client-view/tickets.json")
        let vectors = ClientVector(
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? NSObject))
        let id = try vectors["id"].rowID
        let cases = try vectors["cases"].items
        #expect(cases.count >= 25)
        for vector in cases {
            let reader = try vector["reader"]
            let rows = TicketRows(
                id, try vector["ticket"].row, comments: try vector["comments"].rows,
                documents: try vector["documents"].rows)
            let answer = ClientView().ticket(
                rows, for: ClientReader(try reader["contact"].rowID, try reader["row"].row),
                author: { $0.description })
            let json = Data((answer?.json ?? .null).description.utf8)
            let given = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
            let title = try vector["case"].text
            #expect(try vector["answer"].json == given as? NSObject, "\(title)")
        }
    }
}

/// A part of a vector file; what is missing or of another kind fails the test.
private struct ClientVector {
    let json: NSObject

    init(_ json: NSObject) { self.json = json }

    subscript(key: String) -> ClientVector {
        get throws { try #require(self.member(key), "no \(key)") }
    }

    func member(_ key: String) -> ClientVector? {
        (json as? [String: NSObject])?[key].map { ClientVector($0) }
    }

    var text: String {
        get throws { try #require(json as? String) }
    }

    var items: [ClientVector] {
        get throws { try #require(json as? [NSObject]).map { ClientVector($0) } }
    }

    private var keys: [String] {
        get throws { try #require(json as? [String: NSObject]).keys.sorted() }
    }

    var rowID: RowID {
        get throws { try #require(RowID(try text)) }
    }

    var dot: Dot {
        get throws { try #require(Dot(try text)) }
    }

    /// `[milliseconds, counter]`.
    var stamp: Stamp {
        get throws {
            let parts = try #require(json as? [Int])
            return Stamp(milliseconds: Int64(parts[0]), counter: UInt16(parts[1]))
        }
    }

    var value: Value {
        get throws {
            if json is NSNull { return .null }
            if let text = json as? String { return .text(text) }
            if json is [NSObject] { return .tuple(try items.map { try $0.value }) }
            return .integer(Int64(try #require(json as? Int)))
        }
    }

    /// Rows by their ids.
    var rows: [RowID: RowState] {
        get throws {
            try keys.reduce(into: [:]) { rows, key in
                rows[try #require(RowID(key))] = try self[key].row
            }
        }
    }

    /// A row, as in the vectors of the rules.
    var row: RowState {
        get throws {
            let (creation, fields) = (try self["creation"], try self["fields"])
            return RowState(
                vector: VersionVector(try self["vector"].items.map { try $0.dot }),
                creation: .init(dot: try creation["dot"].dot, stamp: try creation["stamp"].stamp),
                fields: try fields.keys.map { key in
                    .init(
                        id: FieldID(try #require(UInt16(key))),
                        register: Register(try fields[key].items.map { try $0.sibling }))
                })
        }
    }

    private var sibling: Sibling {
        get throws {
            let evidence = member("evidence")
            var items: [EvidenceItem] = []
            if let bit = evidence?.member("client_could_see")?.json as? Bool {
                items.append(.clientCouldSee(bit))
            }
            if let seen = evidence?.member("seen") {
                items.append(.seen(VersionVector(try seen.items.map { try $0.dot })))
            }
            return Sibling(
                dot: try self["dot"].dot, stamp: try self["stamp"].stamp,
                value: try self["value"].value, evidence: Evidence(items))
        }
    }
}
