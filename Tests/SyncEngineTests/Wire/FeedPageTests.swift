// Pages: each value travels once, deltas are closed, and any way of cutting the feed into pages
// brings a replica to the hub's state.

import SyncEngine
import Testing

@Suite struct FeedPageTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `answers come back, with own units bare or in full`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<150 {
            let (answer, receiver, sent) = sample.answer()
            let bytes = answer.encoded(to: receiver, sent: sent)
            #expect(try SyncAnswer(bytes, sent: sent) == answer)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `pages of any size bring a replica to the hub's state`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<60 {
            let feed = Feed(&sample)
            var base: [RowKey: RowState] = [:]
            var position = 0
            while position < feed.log.count {
                let page = FeedPage(feed.slice(after: position, count: sample.int(1...4)))
                for row in page.rows { base[row.key] = row.joined(into: base[row.key]) }
                position = Int(page.end)
                #expect(page.units.map(\.entry) == Array(feed.log[Int(page.start)..<position]))
            }
            #expect(base == feed.rows)
        }
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `pages that end within units bring a replica to the hub's state`(seed: UInt64) throws {
        var sample = Sample(seed: seed)
        var parts = 0
        for _ in 0..<60 {
            let feed = Feed(&sample)
            var base: [RowKey: RowState] = [:]
            var place = FeedPlace(0)
            while place.position < feed.log.count {
                let page = FeedPage(
                    feed.slice(
                        from: place, count: sample.int(1...4), rowsPerPage: sample.int(1...3)))
                for row in page.rows { base[row.key] = row.joined(into: base[row.key]) }
                parts += page.isPart ? 1 : 0
                place = page.ending
            }
            #expect(base == feed.rows)
        }
        #expect(parts > 20)
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `a page that comes twice, and an older one that comes late, change nothing`(
        seed: UInt64
    ) throws {
        var sample = Sample(seed: seed)
        for _ in 0..<60 {
            let feed = Feed(&sample)
            let pages = stride(from: 0, to: feed.log.count, by: 2).map {
                FeedPage(feed.slice(after: $0, count: 2))
            }
            var base: [RowKey: RowState] = [:]
            for row in pages.flatMap(\.rows) { base[row.key] = row.joined(into: base[row.key]) }
            for row in pages.shuffled(using: &sample.generator).flatMap(\.rows) {
                base[row.key] = row.joined(into: base[row.key])
            }
            #expect(base == feed.rows)
        }
    }

    @Test func `a delta says nothing of fields that did not change, and all of those that did`() {
        var state = RowState(
            creating: create(ticket(2, 1), write(1, "a"), write(2, "b")), by: dot(2, 1),
            at: Stamp(milliseconds: 1))
        state.apply([write(2, "c")], by: dot(3, 5), at: Stamp(milliseconds: 2))
        state.vector.insert(dot(3, 5))
        let seen = VersionVector([dot(2, 9), dot(3, 4)])
        let delta = RowDelta(of: state, key: ticket(2, 1), beyond: seen)
        #expect(delta.vector == VersionVector([dot(3, 5)]))
        #expect(delta.creation == nil)
        #expect(delta.fields.map(\.id) == [2])
        #expect(delta.fields[0].register.siblings.map(\.dot) == [dot(2, 1), dot(3, 5)])
    }

    @Test func `a delta of a row that is not known and not created is no row`() {
        let delta = RowDelta(
            key: ticket(2, 1), vector: VersionVector([dot(3, 5)]), creation: nil, fields: [])
        #expect(delta.joined(into: nil) == nil)
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `a delta never takes more bytes than its bound says`(seed: UInt64) {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            let feed = Feed(&sample)
            let slice = feed.slice(after: sample.int(0...feed.log.count - 1), count: 9)
            let bound = slice.rows.reduce(0) {
                $0 + $1.state.deltaBytes(beyond: slice.seenAtStart)
            }
            // No unit says what the rows hold: each value stands in its delta.
            let bare = FeedPage(
                start: slice.start, head: slice.head, units: [], rows: FeedPage(slice).rows)
            let empty = FeedPage(start: slice.start, head: slice.head, units: [], rows: [])
            #expect(size(of: bare) - size(of: empty) <= bound)
            for row in slice.rows {
                #expect(
                    row.state.registerBytes
                        <= row.state.deltaBytes(beyond: VersionVector()))
            }
        }
    }

    private func size(of page: FeedPage) -> Int {
        let accepted = SyncAnswer.Accepted(
            acknowledged: 0, incarnation: Nonce(0), verdicts: [], page: page)
        return SyncAnswer(
            id: Nonce(0), hubMilliseconds: 0, timeline: Timeline(Nonce(0)), versions: (1, 1),
            result: .accepted(accepted)
        ).encoded(sent: [:]).count
    }

    @Test func `own units come back without their content, and are completed from the outbox`()
        throws
    {
        let long = String(repeating: "x", count: 1_000)
        let mine = unit(create(ticket(2, 1), write(1, long)))
        let state = RowState(
            creating: mine.changes[0], by: dot(2, 1), at: mine.stamp)
        let entry = HistoryEntry(
            dot: dot(2, 1), unit: mine,
            envelope: Envelope(position: 1, receivedAt: 200_000, wasConcurrent: false))
        let page = FeedPage(
            FeedSlice(
                start: 0, head: Cursor(position: 1, nonce: Nonce(1)), units: [entry],
                rows: [.init(key: ticket(2, 1), state: state)], seenAtStart: VersionVector()))
        let accepted = SyncAnswer.Accepted(
            acknowledged: 1, incarnation: Nonce(2), verdicts: [.applied], page: page)
        let answer = SyncAnswer(
            id: Nonce(3), hubMilliseconds: 1, timeline: Timeline(Nonce(4)), versions: (1, 1),
            result: .accepted(accepted))
        let bare = answer.encoded(to: ordinal(2), sent: 1..<2)
        #expect(bare.count < 100)
        #expect(try SyncAnswer(bare, sent: [dot(2, 1): mine]) == answer)
        #expect(throws: CodecError.outOfRange) { try SyncAnswer(bare, sent: [:]) }
        let full = answer.encoded(to: ordinal(3), sent: 1..<2)
        #expect(full.count > 1_000)
        #expect(try SyncAnswer(full, sent: [:]) == answer)
        #expect(throws: CodecError.notCanonical) { try SyncAnswer(full, sent: [dot(2, 1): mine]) }
    }
}
