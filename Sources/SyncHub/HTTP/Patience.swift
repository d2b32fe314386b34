// How long the hub waits for bytes: of a head, of a body, of whoever was refused.

/// The deadlines of a connection, in seconds; those of ``HubLimits`` but for tests.
struct Patience: Hashable, Sendable {
    /// Silence, or a head that does not end.
    var idleSeconds = HubLimits.idleSeconds
    /// A body, beyond what its length needs at the slowest pace.
    var bodySeconds = HubLimits.bodySeconds
    /// Between a refusal and the cut for whoever goes on sending.
    var floodSeconds = HubLimits.floodSeconds

    func body(of length: Int) -> Int64 {
        bodySeconds + Int64(length / HubLimits.slowestBytesPerSecond)
    }
}
