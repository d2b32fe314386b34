// What the hub counts, each number with its name: specs/operations.md lists them for people.

internal import CoreMetrics
internal import Synchronization

/// The numbers of one serving hub.
final class HubMetrics: Sendable {
    let registry: MetricRegistry
    private let commits: Counter
    private let changes: Counter
    private let pagesEncoded: Counter
    private let pagesShared: Counter
    private let turnedAwayCount: Counter
    private let crowdedOutCount: Counter
    private let connections: Meter
    private let connectionCount = Atomic<Int>(0)

    init() {
        let registry = MetricRegistry()
        self.registry = registry
        func counter(_ name: String) -> Counter {
            Counter(label: "syncd_hub_\(name)_total", factory: registry)
        }
        commits = counter("commits")
        changes = counter("changes")
        pagesEncoded = counter("pages_encoded")
        pagesShared = counter("pages_shared")
        turnedAwayCount = counter("turned_away")
        crowdedOutCount = counter("crowded_out")
        connections = Meter(label: "syncd_hub_connections", factory: registry)
    }

    /// One transaction that changed something, with the changes in it: more changes than commits is
    /// what group commit is for.
    func committed(_ count: Int) {
        commits.increment()
        changes.increment(by: count)
    }

    /// A page of the feed that was encoded; an answer that used one that was there.
    func pageEncoded() { pagesEncoded.increment() }
    func pageShared() { pagesShared.increment() }

    /// An answer that asked somebody to come back later.
    func turnedAway() { turnedAwayCount.increment() }

    /// A connection that was closed since its address had too many.
    func crowdedOut() { crowdedOutCount.increment() }

    /// Connections that are open now.
    var openConnections: Int { connectionCount.load(ordering: .relaxed) }

    func connectionOpened() {
        connectionCount.wrappingAdd(1, ordering: .relaxed)
        connections.increment()
    }

    func connectionClosed() {
        connectionCount.wrappingSubtract(1, ordering: .relaxed)
        connections.decrement()
    }

    /// One answered request. An answer that was held counts the time that it was held.
    /// - Parameter route: the route's pattern; never the path that was asked for.
    func answered(_ route: String, status: Int, in duration: Duration) {
        Counter(
            label: "syncd_hub_requests_total",
            dimensions: [("route", route), ("status", "\(status)")], factory: registry
        ).increment()
        Timer(
            label: "syncd_hub_request_seconds", dimensions: [("route", route)], factory: registry
        ).recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    /// A number that is looked up when somebody asks.
    func set(_ name: String, _ value: Int64) {
        Meter(label: "syncd_hub_\(name)", factory: registry).set(value)
    }
}
