// When a transfer counts as stalled, stage by stage, on a clock that the test moves.
import Testing

@testable import HubClient

struct ProgressWatchTests {
    private let start = ContinuousClock.now

    private func watch(body: Int, wait: Duration? = nil) throws -> ProgressWatch {
        var configuration = HubClientConfiguration(address: try HubAddress("https://hub.example"))
        configuration.connectTimeout = .seconds(10)
        configuration.stallTimeout = .seconds(30)
        configuration.minimumProgressBytes = 500
        let request = HubRequest(
            .post, "/", body: [UInt8](repeating: 0, count: body), wait: wait)
        return ProgressWatch(request, configuration, start: start)
    }

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `each stage has its own time from the moment it begins`() throws {
        var watch = try watch(body: 1_000, wait: .seconds(60))
        #expect(watch.deadline == at(40))
        watch.note(sent: 10, received: 0, at: at(5))
        #expect(watch.stage == .sending)
        #expect(watch.deadline == at(35))
        watch.note(sent: 1_000, received: 0, at: at(6))
        #expect(watch.stage == .waiting)
        #expect(watch.deadline == at(96))
        watch.note(sent: 1_000, received: 1, at: at(90))
        #expect(watch.stage == .receiving)
        #expect(watch.deadline == at(120))
    }

    @Test func `too few bytes do not move the deadline, enough of them in all do`() throws {
        var watch = try watch(body: 10)
        watch.note(sent: 10, received: 100, at: at(1))
        watch.note(sent: 10, received: 599, at: at(20))
        #expect(watch.deadline == at(31))
        watch.note(sent: 10, received: 600, at: at(21))
        #expect(watch.deadline == at(51))
        watch.note(sent: 10, received: 600, at: at(50))
        #expect(watch.deadline == at(51))
    }

    @Test func `a second attempt on a new connection starts over`() throws {
        var watch = try watch(body: 1_000)
        watch.note(sent: 1_000, received: 0, at: at(1))
        watch.note(sent: 0, received: 0, at: at(2))
        #expect(watch.stage == .connecting)
        #expect(watch.deadline == at(42))
    }

    @Test func `without a body, connecting and waiting share one allowance`() throws {
        #expect(try watch(body: 0, wait: .seconds(60)).deadline == at(100))
    }
}
