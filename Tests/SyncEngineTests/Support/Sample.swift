// Makes values of every shape that the engine knows, from a seed: what codecs are tried on.

import SyncEngine

/// A source of random but valid things.
struct Sample {
    var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func int(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
    mutating func flag() -> Bool { .random(using: &generator) }
    mutating func chance(_ one: Int) -> Bool { int(1...one) == 1 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(0...elements.count - 1)]
    }

    mutating func list<Element>(
        _ counts: ClosedRange<Int>, _ make: (inout Sample) -> Element
    ) -> [Element] {
        (0..<int(counts)).map { _ in make(&self) }
    }

    /// A number of up to 64 bits; short ones are as likely as long ones.
    mutating func number() -> UInt64 { generator.next() >> UInt64(int(0...63)) }

    mutating func ordinal() -> ReplicaOrdinal {
        ReplicaOrdinal(chance(8) ? UInt64(int(1...8_388_607)) : UInt64(int(1...9)))!
    }

    mutating func counter() -> UInt64 {
        chance(8) ? 1 + number() % Limits.maximumCounter : UInt64(int(1...300))
    }

    mutating func dot() -> Dot { Dot(ordinal(), counter()) }
    mutating func rowID() -> RowID { RowID(ordinal(), counter()) }
    mutating func nonce() -> Nonce { Nonce(generator.next()) }
    mutating func vector() -> VersionVector { VersionVector(list(0...4) { $0.dot() }) }

    mutating func rowKey() -> RowKey {
        RowKey(EntityID(chance(8) ? UInt16(int(0...65_535)) : UInt16(int(10...12))), rowID())
    }

    mutating func stamp() -> Stamp {
        if chance(20) { return Stamp(rawValue: generator.next()) }
        return Stamp(
            milliseconds: 1_700_000_000_000 + Int64(int(0...100_000_000)),
            counter: chance(3) ? UInt16(int(0...65_535)) : 0)
    }

    /// Composed and decomposed letters, emoji, NUL, line ends, and nothing at all.
    mutating func text() -> String {
        let parts = ["", "a", "é", "e\u{301}", "\u{0}", "\r\n", "👩‍🔧", "ticket ", "\u{10FFFF}", "\""]
        return list(0...6) { $0.pick(parts) }.joined()
    }

    mutating func scalar() -> Value {
        switch int(0...6) {
        case 0: .null
        case 1: .integer(Int64(bitPattern: number()))
        case 2: .integer(-Int64(int(1...300)))
        case 3: .integer(Int64(int(0...300)))
        case 4: .row(rowID())
        default: .text(text())
        }
    }

    mutating func value() -> Value {
        chance(3) ? .tuple(list(0...Limits.maximumTupleCount) { $0.scalar() }) : scalar()
    }

    mutating func evidence(covering covers: [Dot]) -> Evidence {
        var evidence = Evidence.none
        if chance(4) { evidence.insert(.intent(Intent(rank: UInt8(int(0...255))))) }
        if chance(5) {
            evidence.insert(
                .appended(baseBytes: UInt64(int(0...262_144)), baseHash: generator.next()))
        }
        if chance(4) { evidence.insert(.clientCouldSee(flag())) }
        switch int(0...7) {
        case 0: evidence.insert(.seen(vector()))
        case 1: evidence.insert(.seen(VersionVector(covers)))
        case 2: evidence.insert(.seen(VersionVector(covers.map { Dot($0.ordinal, counter()) })))
        default: break
        }
        if chance(6) {
            for _ in 0..<int(1...3) {
                let tag = chance(3) ? 5 + number() % 1_000_000 : UInt64(int(5...9))
                evidence.insert(.unknown(tag: tag, bytes: bytes(0...20)))
            }
        }
        return evidence
    }

    mutating func bytes(_ counts: ClosedRange<Int>) -> [UInt8] {
        list(counts) { UInt8($0.int(0...255)) }
    }
}

extension Sample {
    mutating func fields(_ counts: ClosedRange<Int>) -> [FieldID] {
        let numbers = list(counts) {
            $0.chance(10) ? UInt16($0.int(0...65_535)) : UInt16($0.int(1...12))
        }
        return Set(numbers).sorted().map { FieldID($0) }
    }

    mutating func write(_ field: FieldID, near row: RowID) -> FieldWrite {
        let covers = list(0...3) { sample in
            sample.flag() ? Dot(row.ordinal, sample.counter()) : sample.dot()
        }
        return FieldWrite(
            field: field, value: value(), covers: covers, evidence: evidence(covering: covers))
    }

    mutating func unit() -> Unit {
        let keys = Set(list(1...4) { $0.rowKey() }).sorted()
        return Unit(
            stamp: stamp(),
            changes: keys.map { key in
                RowChange(
                    key: key, isCreation: flag(),
                    writes: fields(0...4).map { write($0, near: key.row) })
            })
    }

    mutating func register(_ counts: ClosedRange<Int>) -> Register {
        let dots = Set(list(counts) { $0.dot() })
        return Register(
            dots.sorted().map {
                Sibling(dot: $0, stamp: stamp(), value: value(), evidence: evidence(covering: []))
            })
    }

    mutating func row() -> RowState {
        let creation = RowState.Creation(dot: dot(), stamp: stamp())
        return RowState(
            vector: flag() ? VersionVector([creation.dot]) : vector(), creation: creation,
            fields: fields(0...6).map { id in
                let birth = Sibling(
                    dot: creation.dot, stamp: creation.stamp, value: value(),
                    evidence: flag() ? .none : evidence(covering: []))
                return RowState.Field(
                    id: id, register: flag() ? Register(birth) : register(1...3))
            })
    }

    mutating func refusal() -> Refusal {
        Refusal(
            Refusal.Code(rawValue: UInt8(int(1...12))), key: flag() ? rowKey() : nil,
            field: flag() ? FieldID(UInt16(int(0...65_535))) : nil, buildsOn: flag() ? dot() : nil)
    }

    mutating func verdict() -> Verdict {
        switch int(0...4) {
        case 0, 1: .applied
        case 2: .sibling
        case 3: .void
        default: .refused(refusal())
        }
    }

    mutating func position() -> LaptopPosition {
        let cursor = Cursor(position: number() >> 8, nonce: nonce())
        return LaptopPosition(
            ordinal: ordinal(), timeline: Timeline(nonce()), cursor: cursor,
            incarnation: Incarnation(current: nonce(), next: flag() ? nonce() : nil),
            versions: (number(), number()), acknowledged: number() % 1_000_000,
            staged: flag() ? staged(beyond: cursor) : nil)
    }

    private mutating func staged(beyond cursor: Cursor) -> StagedPages {
        let end = FeedPlace(
            cursor.position + UInt64(int(1...1_000)), row: flag() ? rowKey() : nil)
        return StagedPages(
            end: end,
            head: Cursor(position: end.position + UInt64(int(0...1_000)), nonce: nonce()))
    }

    mutating func origin() -> UnitOrigin {
        UnitOrigin(dot: dot(), hash: UnitHash(bytes: bytes(16...16))!)
    }

    mutating func request() -> SyncRequest {
        let position = position()
        let items: [SyncRequest.Item] = list(0...5) { sample in
            guard sample.chance(5) else { return .unit(sample.unit()) }
            return .void(UnitHash(bytes: sample.bytes(16...16))!)
        }
        var origins: [UInt64: UnitOrigin] = [:]
        for offset in items.indices where chance(4) {
            origins[position.acknowledged + 1 + UInt64(offset)] = origin()
        }
        return SyncRequest(
            id: nonce(), position: position, waitSeconds: UInt64(int(0...300)), items: items,
            originByCounter: origins)
    }
}
