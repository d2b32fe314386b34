// A replica in memory for tests that need no process.

import LocalStore
import SupportDesk
import SyncEngine
import Testing

extension LocalStore {
    /// Replica 2, called "laptop", with a clock that stands still.
    static func testing() throws -> LocalStore {
        let identity = ReplicaIdentity(
            ordinal: try #require(ReplicaOrdinal(2)), member: try #require(RowID("1-1")),
            memberName: "Ada", workspace: "acme", replicaName: "laptop",
            birthCertificate: Nonce(1), timeline: Timeline(Nonce(2)), incarnation: Nonce(3),
            hubURL: "http://127.0.0.1:1")
        return try inMemory(
            schema: TicketSchema.schema, identity: identity,
            environment: StoreEnvironment(wallMilliseconds: { 120_000 }, random: { 7 }))
    }
}
