// The messages of an offer: there and back, whole or refused; and what a receipt signs.

import SyncEngine
import Testing

@Suite struct OfferMessageTests {
    private let key = ReceiptKey(bytes: Array(0..<32))!
    private let unit = Unit(
        stamp: Stamp(milliseconds: 1_700_000_000_000, counter: 1),
        changes: [RowChange(key: RowKey(10, RowID(.hub, 3)), isCreation: true, writes: [])])

    private var request: OfferRequest {
        let dot = Dot(.hub, 5)
        let receipt = key.receipt(for: dot, UnitHash(unit), receivedAt: 1_700_000_000_500)
        return OfferRequest(
            id: Nonce(7),
            position: LaptopPosition(
                ordinal: .hub, timeline: Timeline(Nonce(3)),
                cursor: Cursor(position: 300, nonce: Nonce(4)),
                incarnation: Incarnation(current: Nonce(5), next: Nonce(6)), versions: (2, 1)),
            past: [
                TimelineEnd(timeline: Timeline(Nonce(2)), position: 100),
                TimelineEnd(timeline: Timeline(Nonce(3)), position: 300),
            ], isLast: true,
            units: [
                OfferedUnit(dot: dot, unit: unit, receivedAt: 1_700_000_000_500, receipt: receipt),
                OfferedUnit(
                    dot: Dot(.hub, 6), unit: unit, receivedAt: 1_700_000_000_501, receipt: receipt,
                    origin: UnitOrigin(dot, unit)),
            ])
    }

    private let answer = OfferAnswer(
        id: Nonce(7), hubMilliseconds: 1_700_000_000_000, timeline: Timeline(Nonce(9)),
        result: .accepted(
            .init(
                common: Cursor(position: 100, nonce: Nonce(8)), acknowledged: 4, taken: 3,
                setAside: 1,
                renamed: [
                    OtherName(was: Dot(.hub, 5), became: Dot(.hub, 9), rows: [RowID(.hub, 2)])
                ])))

    @Test func `an offer and its answer come back as they were`() throws {
        #expect(try OfferRequest(request.encoded()) == request)
        #expect(try OfferAnswer(answer.encoded()) == answer)
        let rejected = OfferAnswer(
            id: Nonce(7), hubMilliseconds: 1, timeline: Timeline(Nonce(3)),
            result: .rejected(.otherTimeline))
        #expect(try OfferAnswer(rejected.encoded()) == rejected)
    }

    @Test func `every cut and every flipped bit of an offer and its answer is found`() {
        for (index, body) in [request.encoded(), answer.encoded()].enumerated() {
            let read: ([UInt8]) throws -> Void = { bytes in
                if index == 0 { _ = try OfferRequest(bytes) } else { _ = try OfferAnswer(bytes) }
            }
            for length in 0..<body.count {
                #expect(throws: CodecError.self) { try read(Array(body.prefix(length))) }
            }
            for bit in 0..<body.count * 8 {
                var flipped = body
                flipped[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: CodecError.self) { try read(flipped) }
            }
        }
    }

    @Test func `a receipt holds for one name, one content, one time and one origin`() {
        let dot = Dot(.hub, 5)
        let hash = UnitHash(unit)
        let receipt = key.receipt(for: dot, hash, receivedAt: 9)
        #expect(key.accepts(receipt, for: dot, hash, receivedAt: 9))
        #expect(!key.accepts(receipt, for: Dot(.hub, 6), hash, receivedAt: 9))
        #expect(!key.accepts(receipt, for: dot, UnitHash(encodedUnit: [1]), receivedAt: 9))
        #expect(!key.accepts(receipt, for: dot, hash, receivedAt: 10))
        let origin = UnitOrigin(Dot(.hub, 4), unit)
        #expect(!key.accepts(receipt, for: dot, hash, receivedAt: 9, origin: origin))
        let again = key.receipt(for: dot, hash, receivedAt: 9, origin: origin)
        #expect(key.accepts(again, for: dot, hash, receivedAt: 9, origin: origin))
        #expect(!key.accepts(again, for: dot, hash, receivedAt: 9))
        let other = ReceiptKey(bytes: [UInt8](repeating: 1, count: 32))
        #expect(other?.accepts(receipt, for: dot, hash, receivedAt: 9) == false)
        #expect(ReceiptKey(bytes: [1]) == nil)
    }
}
