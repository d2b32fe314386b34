// The golden vectors of the codec, in specs/vectors/codec: what is written today is read by every
// later version, and another implementation can be held against them.

import Foundation
import SyncEngine
import Testing

/// One golden vector: what something says, and its bytes.
struct Vector<Content: Codable>: Codable {
    let name: String
    let content: Content
    let hex: Hex
    /// Of an answer: the receiver and the counters that it had sent.
    var receiver: UInt64?
    var sent: [UInt64]?

    static func all(_ file: String) throws -> [Self] {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let data = try Data(contentsOf: root.appending(path: "specs/vectors/codec/\(file)"))
        let vectors = try JSONDecoder().decode([Self].self, from: data)
        #expect(vectors.count >= 3 && Set(vectors.map(\.name)).count == vectors.count)
        return vectors
    }
}

@Suite struct CodecVectorTests {
    private func written(_ write: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter()
        write(&writer)
        return writer.bytes
    }

    @Test func `values, both ways`() throws {
        for vector in try Vector<SpelledValue>.all("values.json") {
            #expect(
                written { $0.value(vector.content.model) } == vector.hex.model, "\(vector.name)")
            var reader = ByteReader(vector.hex.model)
            #expect(try reader.value() == vector.content.model, "\(vector.name)")
        }
    }

    @Test func `version vectors, both ways`() throws {
        for vector in try Vector<[SpelledDot]>.all("version-vectors.json") {
            let model = VersionVector(spelled: vector.content)
            #expect(written { $0.vector(model) } == vector.hex.model, "\(vector.name)")
            var reader = ByteReader(vector.hex.model)
            #expect(try reader.vector().spelled == vector.content, "\(vector.name)")
        }
    }

    @Test func `units, both ways`() throws {
        for vector in try Vector<SpelledUnit>.all("units.json") {
            #expect(written { $0.unit(vector.content.model) } == vector.hex.model, "\(vector.name)")
            var reader = ByteReader(vector.hex.model)
            #expect(try SpelledUnit(reader.unit()) == vector.content, "\(vector.name)")
        }
    }

    @Test func `stored rows, both ways`() throws {
        for vector in try Vector<SpelledStoredRow>.all("stored-rows.json") {
            let content = vector.content
            #expect(
                content.model.encoded(columns: content.held) == vector.hex.model, "\(vector.name)")
            let read = try StoredRow(vector.hex.model, columns: content.held)
            #expect(SpelledStoredRow(read, content.held) == content, "\(vector.name)")
        }
    }

    @Test func `requests, both ways`() throws {
        for vector in try Vector<SpelledRequest>.all("requests.json") {
            #expect(vector.content.model.encoded() == vector.hex.model, "\(vector.name)")
            let read = try SyncRequest(vector.hex.model)
            #expect(SpelledRequest(read) == vector.content, "\(vector.name)")
        }
    }

    @Test func `answers, both ways`() throws {
        for vector in try Vector<SpelledAnswer>.all("answers.json") {
            let receiver = ReplicaOrdinal(try #require(vector.receiver))!
            let counters = Set(vector.sent ?? [])
            let bytes = vector.content.model.encoded(to: receiver, sent: counters)
            #expect(bytes == vector.hex.model, "\(vector.name)")
            let units = vector.content.accepted?.page.units ?? []
            let sent = units.filter {
                $0.dot.model.ordinal == receiver && counters.contains($0.dot.model.counter)
            }
            let read = try SyncAnswer(
                vector.hex.model,
                sent: Dictionary(uniqueKeysWithValues: sent.map { ($0.dot.model, $0.unit.model) }))
            #expect(SpelledAnswer(read) == vector.content, "\(vector.name)")
        }
    }
}
