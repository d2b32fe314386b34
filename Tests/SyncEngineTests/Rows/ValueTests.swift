// Values are compared by their bytes, and evidence keeps one item of a kind.

import SyncEngine
import Testing

@Suite struct ValueTests {
    @Test func `text in another normalisation form is another value`() {
        let composed = Value.text("é")
        let decomposed = Value.text("e\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
        #expect("é" == "e\u{301}")
    }

    @Test func `values order by kind, then by content`() {
        let sorted: [Value] = [
            .null, .integer(.min), .integer(-1), .integer(3), .text(""), .text("a"), .text("aa"),
            .text("b"), .tuple([]), .tuple([.null]), .tuple([.integer(1), .text("x")]),
            .tuple([.integer(2)]),
        ]
        #expect(sorted.reversed().sorted() == sorted)
        for (index, value) in sorted.enumerated() {
            #expect(sorted[(index + 1)...].allSatisfy { value < $0 && value != $0 })
        }
    }

    @Test func `equal values hash alike`() {
        var sample = Sample(seed: 3)
        for _ in 0..<200 {
            let value = sample.value()
            let copy = value.isNull ? Value.null : value
            #expect(value == copy && value.hashValue == copy.hashValue)
        }
        #expect(Value.tuple([.text("ab")]).hashValue == Value.tuple([.text("ab")]).hashValue)
    }

    @Test func `a null, and a group of nulls, is unset`() {
        #expect(Value.null.isUnset)
        #expect(Value.tuple([.null, .null]).isUnset)
        #expect(!Value.tuple([.null, .integer(0)]).isUnset)
        #expect(!Value.text("").isUnset)
    }

    @Test func `a scalar is its own only component`() {
        #expect(Value.integer(3).components == [.integer(3)])
        #expect(Value.row(RowID("7-12")).integer == RowID("7-12")?.rawValue)
        #expect(Value.row(nil).isNull)
    }
}

@Suite struct EvidenceTests {
    @Test func `items are sorted by tag, and a second one of a tag replaces the first`() {
        var evidence = Evidence([
            .unknown(tag: 9, bytes: [1]), .seen(VersionVector([dot(2, 1)])), .intent(.claim),
        ])
        evidence.insert(.intent(.assign))
        evidence.insert(.unknown(tag: 9, bytes: [2]))
        #expect(
            evidence.items == [
                .intent(.assign), .seen(VersionVector([dot(2, 1)])), .unknown(tag: 9, bytes: [2]),
            ])
        #expect(evidence.intent == .assign)
        #expect(evidence.seen == VersionVector([dot(2, 1)]))
        #expect(evidence.appended == nil && !evidence.clientCouldSee)
    }

    @Test func `a screen that hid the field is not one that showed it`() {
        #expect(!Evidence([.clientCouldSee(false)]).clientCouldSee)
        #expect(Evidence([.clientCouldSee(true)]).clientCouldSee)
    }
}
