// Reads the golden vectors of specs/vectors: rows, siblings and evidence as plain JSON.

import Foundation
import SyncEngine
import Testing

/// One object of a vector file; a key that is missing or of another kind fails the test.
struct GoldenVector {
    let object: [String: Any]

    /// The cases of a file below `specs/vectors`, and the file's own keys.
    static func file(_ path: String) throws -> GoldenVector {
        let specs = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../specs/vectors")
        let data = try Data(contentsOf: specs.appending(path: path))
        let json = try JSONSerialization.jsonObject(with: data)
        return GoldenVector(object: try #require(json as? [String: Any]))
    }

    /// The files of a folder of `specs/vectors`, sorted by name.
    static func files(in folder: String) throws -> [String] {
        let specs = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../specs/vectors/\(folder)")
        return try FileManager.default.contentsOfDirectory(atPath: specs.path()).sorted()
    }

    var cases: [GoldenVector] {
        get throws { try objects("cases") }
    }

    func text(_ key: String) throws -> String { try #require(object[key] as? String) }

    func flag(_ key: String) throws -> Bool { try #require(object[key] as? Bool) }

    func child(_ key: String) throws -> GoldenVector {
        GoldenVector(object: try #require(object[key] as? [String: Any]))
    }

    func objects(_ key: String) throws -> [GoldenVector] {
        try #require(object[key] as? [[String: Any]]).map(GoldenVector.init)
    }

    func dot(_ key: String) throws -> Dot { try #require(Dot(try text(key))) }

    func dots(_ key: String) throws -> [Dot] {
        try #require(object[key] as? [String]).map { try #require(Dot($0)) }
    }

    /// `[milliseconds, counter]`.
    func stamp(_ key: String = "stamp") throws -> Stamp {
        let parts = try #require(object[key] as? [Int])
        return Stamp(milliseconds: Int64(parts[0]), counter: UInt16(parts[1]))
    }

    func value(_ key: String) throws -> Value { try Self.value(object[key]) }

    /// Null, a number, a text, or a list of these.
    private static func value(_ json: Any?) throws -> Value {
        switch json {
        case is NSNull: .null
        case let text as String: .text(text)
        case let parts as [Any]: .tuple(try parts.map(value))
        case let number?: .integer(Int64(try #require(number as? Int)))
        case nil: throw Missing()
        }
    }

    private struct Missing: Error {}
}

extension GoldenVector {
    /// A row: creation, vector, and siblings by field.
    var row: RowState {
        get throws {
            let creation = try child("creation")
            let registers = try child("fields")
            return RowState(
                vector: VersionVector(try dots("vector")),
                creation: .init(dot: try creation.dot("dot"), stamp: try creation.stamp()),
                fields: try registers.object.keys.map { key in
                    .init(
                        id: FieldID(try #require(UInt16(key))),
                        register: Register(try registers.objects(key).map { try $0.sibling }))
                })
        }
    }

    var sibling: Sibling {
        get throws {
            Sibling(
                dot: try dot("dot"), stamp: try stamp(), value: try value("value"),
                evidence: try evidence)
        }
    }

    var write: FieldWrite {
        get throws {
            FieldWrite(
                field: FieldID(UInt16(try #require(object["field"] as? Int))),
                value: try value("value"), covers: try dots("covers"), evidence: try evidence)
        }
    }

    /// Nothing where the key `evidence` is missing.
    private var evidence: Evidence {
        get throws {
            guard object["evidence"] != nil else { return .none }
            let given = try child("evidence")
            var items: [EvidenceItem] = []
            for key in given.object.keys { items += try given.items(key) }
            return Evidence(items)
        }
    }

    private func items(_ key: String) throws -> [EvidenceItem] {
        switch key {
        case "intent":
            return [.intent(Intent(rank: UInt8(try #require(object[key] as? Int))))]
        case "appended":
            let base = try child(key)
            let length = try #require(base.object["base_bytes"] as? Int)
            let hash = try #require(UInt64(try base.text("base_hash"), radix: 16))
            return [.appended(baseBytes: UInt64(length), baseHash: hash)]
        case "client_could_see": return [.clientCouldSee(try flag(key))]
        case "seen": return [.seen(VersionVector(try dots(key)))]
        default: return try objects("unknown").map { try $0.unknown }
        }
    }

    /// `{"tag": 9, "bytes": "00ff"}`.
    private var unknown: EvidenceItem {
        get throws {
            let digits = Array(try text("bytes"))
            let bytes = try stride(from: 0, to: digits.count, by: 2).map { index in
                try #require(UInt8(String(digits[index...index + 1]), radix: 16))
            }
            return .unknown(tag: UInt64(try #require(object["tag"] as? Int)), bytes: bytes)
        }
    }
}
