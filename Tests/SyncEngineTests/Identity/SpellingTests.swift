// Ids, dots and nonces have one spelling each, and one integer.

import SyncEngine
import Testing

@Suite struct SpellingTests {
    private let largest = Limits.maximumCounter

    @Test func `a row id is its ordinal and number in one positive integer`() {
        let id = RowID(ordinal(7), 12)
        #expect(id.rawValue == 7 << 40 | 12)
        #expect(id.description == "7-12")
        #expect(id.ordinal == ordinal(7) && id.number == 12)
        let last = RowID(ordinal(8_388_607), largest)
        #expect(last.rawValue == .max)
        #expect(last.ordinal.rawValue == 8_388_607 && last.number == largest)
    }

    @Test func `what is written is read, at the ends of the ranges and between`() {
        var sample = Sample(seed: 1)
        for _ in 0..<500 {
            let id = sample.rowID()
            let dot = sample.dot()
            let nonce = sample.nonce()
            #expect(RowID(id.description) == id && RowID(rawValue: id.rawValue) == id)
            #expect(Dot(dot.description) == dot && Dot(key: dot.key) == dot)
            #expect(Nonce(nonce.description) == nonce)
        }
        #expect(Nonce(7).description == "0000000000000007")
    }

    @Test(arguments: [
        "", "7", "7-", "-7", "7-0", "0-7", "7-12-1", "7.12", "+7-12", "7-+12", " 7-12", "7-1O",
        "8388608-1", "7-1099511627776", "7-99999999999999999999", "７-12",
    ])
    func `a spelling that is no row id is refused`(text: String) {
        #expect(RowID(text) == nil)
    }

    @Test(arguments: [
        "", "7", "7.", ".7", "7.0", "0.7", "7.+12", "+7.12", "7-12", "7.1099511627776",
    ])
    func `a spelling that is no dot is refused`(text: String) {
        #expect(Dot(text) == nil)
    }

    @Test(arguments: ["", "7", "+000000000000007", "-000000000000007", "000000000000000g"])
    func `a spelling that is no nonce is refused`(text: String) {
        #expect(Nonce(text) == nil)
    }

    @Test(arguments: [0, -1, 1, 1 << 40, .min] as [Int64])
    func `an integer without an ordinal or a number is no id`(value: Int64) {
        #expect(RowID(rawValue: value) == nil)
        #expect(Dot(key: value) == nil)
    }

    @Test func `an ordinal lies between 1 and its limit`() {
        #expect(ReplicaOrdinal(0) == nil)
        #expect(ReplicaOrdinal(8_388_608) == nil)
        #expect(ReplicaOrdinal(1) == .hub)
        #expect(ReplicaOrdinal(8_388_607)?.description == "8388607")
    }

    @Test func `dots order by ordinal and then counter, and so do their keys`() {
        var sample = Sample(seed: 2)
        let dots = sample.list(200...200) { $0.dot() }
        #expect(dots.sorted().map(\.key) == dots.map(\.key).sorted())
        #expect(dot(2, 9) < dot(3, 1))
        #expect(dot(3, 1) < dot(3, 2))
    }
}
