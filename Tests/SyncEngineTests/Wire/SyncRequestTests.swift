// A request: what a laptop says comes in as it was said, and what cannot be read harms nothing
// else.

import Testing

@testable import SyncEngine

@Suite struct SyncRequestTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `requests come back`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            let request = sample.request()
            #expect(try SyncRequest(request.encoded()) == request)
        }
    }

    @Test func `counters follow what was acknowledged`() {
        var sample = Sample(seed: 1)
        var position = sample.position()
        position.acknowledged = 41
        let items = sample.list(3...3) { SyncRequest.Item.unit($0.unit()) }
        let request = SyncRequest(
            id: Nonce(1), position: position, waitSeconds: 0, items: items)
        #expect(request.counters == 42..<45)
    }

    /// An item whose time can be read and whose rest cannot.
    private func pushed(_ broken: [UInt8], between units: [Unit]) throws -> [SyncRequest.Item] {
        var sample = Sample(seed: 2)
        let request = SyncRequest(
            id: Nonce(1), position: sample.position(), waitSeconds: 0,
            items: [.unit(units[0]), .malformed(broken), .unit(units[1])])
        return try SyncRequest(request.encoded()).items
    }

    @Test func `a unit that this version cannot read leaves its neighbours as they were`() throws {
        let units = [
            unit(edit(ticket(2, 1), write(1, "a")), second: 50),
            unit(edit(ticket(2, 1), write(1, "b")), second: 90_000),
        ]
        // At 70 seconds, one change, with a value of a kind that is not known here.
        var writer = ByteWriter()
        writer.signed(70_000)
        writer.raw([82, 2, 1, 1, 9, 0])
        let items = try pushed(writer.bytes, between: units)
        #expect(items == [.unit(units[0]), .malformed(writer.bytes), .unit(units[1])])
    }

    @Test func `what cannot be read has the hash that its author gave it`() throws {
        let readable = unit(edit(ticket(2, 1), write(1, "a")), second: 60)
        var writer = ByteWriter()
        writer.unit(readable)
        let cut = Array(writer.bytes.dropLast())
        let items = try pushed(cut, between: [readable, readable])
        #expect(items[1].hash == UnitHash(encodedUnit: cut))
        #expect(items[0].hash == UnitHash(readable))
        #expect(SyncRequest.Item.void(UnitHash(readable)).hash == UnitHash(readable))
    }

    @Test func `a unit over the limit is an item that cannot be taken, not a broken request`()
        throws
    {
        let long = String(repeating: "x", count: Limits.maximumTextBytes)
        let changes = (1...5).map { edit(ticket(2, $0), write(1, long)) }
        let huge = Unit(stamp: Stamp(milliseconds: 1), changes: changes)
        let small = unit(edit(ticket(2, 1), write(1, "a")))
        var sample = Sample(seed: 3)
        let request = SyncRequest(
            id: Nonce(1), position: sample.position(), waitSeconds: 0,
            items: [.unit(huge), .unit(small)])
        let items = try SyncRequest(request.encoded()).items
        guard case .malformed(let bytes) = items[0] else {
            Issue.record("\(items[0]) was taken")
            return
        }
        #expect(bytes.count > Limits.maximumUnitBytes)
        #expect(items[1] == .unit(small))
    }

    @Test
    func `an item without a readable time breaks the request: the times behind it hang on it`() {
        var sample = Sample(seed: 4)
        let request = SyncRequest(
            id: Nonce(1), position: sample.position(), waitSeconds: 0,
            items: [.malformed([0, 2])])
        // The item is the payload's end: a length of 2 and two bytes, in which the time is cut.
        var payload = Array(request.encoded().dropLast(4).dropFirst(3))
        payload.replaceSubrange((payload.count - 2)..., with: [0x80, 0x80])
        #expect(throws: CodecError.truncated) {
            try SyncRequest(Frame.sealed(.request, payload))
        }
    }

    @Test func `a body over the limit is refused unread`() {
        let bytes = [UInt8](repeating: 1, count: Limits.maximumRequestBytes + 1)
        #expect(throws: CodecError.outOfRange) { try SyncRequest(bytes) }
    }
}
