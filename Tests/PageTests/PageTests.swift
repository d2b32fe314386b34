// The page in a real browser: the suite, and the world that all of its tests share.

import ProcessSupport
import Testing

/// One world for all tests: processes and browsers take seconds to start, and two cores are soon
/// full. The tests take their turns, and each makes its own tickets.
@Suite(.serialized, SharedWorld()) struct PageTests {}

/// Starts the world before the first test and ends it after the last, however they end.
struct SharedWorld: SuiteTrait, TestScoping {
    @TaskLocal static var current: PageWorld?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let world = try await PageWorld.start()
        do {
            try await Self.$current.withValue(world) { try await function() }
        } catch {
            await world.stop()
            throw error
        }
        await world.stop()
    }
}

extension PageTests {
    /// The world of the running test.
    static var world: PageWorld {
        get throws { try #require(SharedWorld.current, "the suite's trait starts the world") }
    }
}
