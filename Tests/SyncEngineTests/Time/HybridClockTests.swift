// Stamps grow with the corrected clock, and a clock that ran ahead is brought back at contact.

import SyncEngine
import Testing

@Suite struct HybridClockTests {
    @Test func `stamps grow while the clock stands or goes back`() {
        var clock = HybridClock()
        #expect(clock.next(wallMilliseconds: 100) == Stamp(milliseconds: 100))
        #expect(clock.next(wallMilliseconds: 100) == Stamp(milliseconds: 100, counter: 1))
        #expect(clock.next(wallMilliseconds: 40) == Stamp(milliseconds: 100, counter: 2))
        #expect(clock.next(wallMilliseconds: 101) == Stamp(milliseconds: 101))
    }

    @Test func `a full counter runs over into the next millisecond`() {
        var clock = HybridClock(last: Stamp(milliseconds: 100, counter: .max))
        #expect(clock.next(wallMilliseconds: 100) == Stamp(milliseconds: 101))
    }

    @Test func `contact corrects the clock by the hub's and cuts back what ran ahead`() {
        var clock = HybridClock()
        #expect(clock.next(wallMilliseconds: 9_000).milliseconds == 9_000)
        clock.contact(hubMilliseconds: 1_000, wallMilliseconds: 9_000)
        #expect(clock.offset == -8_000)
        #expect(clock.last == Stamp(milliseconds: 1_000))
        #expect(clock.next(wallMilliseconds: 9_500) == Stamp(milliseconds: 1_500))
    }

    @Test func `contact does not touch a stamp that is behind the hub`() {
        var clock = HybridClock(last: Stamp(milliseconds: 500, counter: 3))
        clock.contact(hubMilliseconds: 1_000, wallMilliseconds: 900)
        #expect(clock.last == Stamp(milliseconds: 500, counter: 3))
    }

    @Test func `at the end of time a stamp stays and nothing traps`() {
        var clock = HybridClock(last: Stamp(rawValue: .max))
        #expect(clock.next(wallMilliseconds: .max) == Stamp(rawValue: .max))
        var wild = HybridClock(offset: .max)
        #expect(wild.next(wallMilliseconds: .max) == Stamp(rawValue: 1))
        #expect(wild.next(wallMilliseconds: .min).milliseconds == 0)
    }
}

@Suite struct StampTests {
    @Test func `a stamp is 48 bits of milliseconds and 16 of counter`() {
        let stamp = Stamp(milliseconds: 0x1234_5678_9ABC, counter: 0xDEF0)
        #expect(stamp.rawValue == 0x1234_5678_9ABC_DEF0)
        #expect(stamp.milliseconds == 0x1234_5678_9ABC && stamp.counter == 0xDEF0)
    }

    @Test func `times outside the range are cut into it`() {
        #expect(Stamp(milliseconds: -1) == Stamp(rawValue: 0))
        #expect(Stamp(milliseconds: .max).milliseconds == Limits.maximumMilliseconds)
    }

    @Test func `a stamp ahead of the hub becomes the hub's time, any other stays`() {
        let ahead = Stamp(milliseconds: 101, counter: 7)
        #expect(ahead.clipped(to: 100) == Stamp(milliseconds: 100))
        #expect(ahead.clipped(to: 101) == ahead)
        #expect(ahead.clipped(to: 102) == ahead)
    }
}
