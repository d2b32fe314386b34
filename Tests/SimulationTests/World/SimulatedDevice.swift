// What a simulated hub knows of a laptop beside its rows: what a server keeps in its table of
// devices.

import SyncEngine

/// One device.
struct SimulatedDevice {
    let replica: NewReplica
    /// The ordinal that it had before the hub forgot it.
    var former: ReplicaOrdinal?
    /// Of a laptop that joined again.
    var tokenHash: [UInt8]?

    init(replica: NewReplica) { self.replica = replica }

    /// In whose name a message speaks.
    func speaker(of body: [UInt8]) -> ReplicaOrdinal {
        guard let former, Frame.speaker(of: body) == former else { return replica.ordinal }
        return former
    }
}
