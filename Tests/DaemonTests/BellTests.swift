// The bell that ends a wait: rung before, during, and not at all.

import Testing

@testable import syncd

@Suite struct BellTests {
    private let bell = Bell()

    /// Ends only by being cancelled.
    private static func forever() async -> Int? {
        let never = AsyncStream<Int> { _ in }
        for await number in never { return number }
        return nil
    }

    @Test func `a wait that ends by itself gives its result`() async {
        #expect(await bell.interrupting(.committed) { 7 } == 7)
    }

    @Test func `a ring before the wait ends it`() async {
        bell.ring(.committed)
        #expect(await bell.interrupting(.committed) { await Self.forever() } == nil)
    }

    @Test func `a ring during the wait ends it`() async {
        let bell = bell
        let (started, start) = AsyncStream<Void>.makeStream()
        async let result = bell.interrupting(.asked) {
            start.yield()
            return await Self.forever()
        }
        for await _ in started { break }
        bell.ring(.asked)
        #expect(await result == nil)
    }

    @Test func `a soft ring does not end a wait for a loud one, and a loud one ends all`() async {
        bell.ring(.committed)
        #expect(await bell.interrupting(.asked) { 7 } == 7)
        bell.ring(.asked)
        #expect(await bell.interrupting(.committed) { await Self.forever() } == nil)
    }

    @Test func `a silenced bell has forgotten its rings`() async {
        bell.ring(.asked)
        bell.silence()
        #expect(await bell.interrupting(.committed) { 7 } == 7)
    }
}
