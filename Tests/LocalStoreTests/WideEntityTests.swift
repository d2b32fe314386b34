// An entity may have more columns than a machine word has bits.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct WideEntityTests {
    private static let entity: EntityID = 10
    private static let numbers: ClosedRange<UInt16> = 1...70

    private static let schema = Schema(
        name: "wide", version: 1, rulesVersion: 1,
        entities: [
            Entity(
                id: entity, name: "wide",
                fields: numbers.map { number in
                    Field(
                        id: FieldID(number), name: "n\(number)", kind: .integer, rule: Latest())
                })
        ])

    @Test(arguments: [1, 32, 33, 64, 65, 70] as [UInt16])
    func `an edit of one field of many changes that one`(number: UInt16) throws {
        let world = try TestWorld()
        let laptop = try world.laptop(schema: Self.schema)
        let values = Self.numbers.map { (FieldID($0), Value.integer(Int64($0))) }
        let id = try laptop.write {
            try $0.create(Self.entity, Dictionary(uniqueKeysWithValues: values))
        }.value
        let key = RowKey(Self.entity, id)
        _ = try laptop.write { try $0.set(key, FieldID(number), .integer(-1)) }
        let row = try #require(try laptop.read { try $0.row(key) })
        let record = try #require(try laptop.read { try $0.select("SELECT * FROM wide") }.first)
        for other in Self.numbers {
            let expected = other == number ? -1 : Int64(other)
            #expect(row.value(FieldID(other)) == .integer(expected))
            #expect(record["n\(other)"] == .integer(expected))
        }
    }
}
