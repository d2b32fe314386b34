// When each device was here last: written every few seconds for all of them, not at every request.

internal import LocalStore
internal import SyncEngine
internal import Synchronization

/// The table of last contacts within one transaction.
struct ContactTable {
    let transaction: HubTransaction

    static let definition = """
        CREATE TABLE IF NOT EXISTS hub_contact (
          ordinal INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          position INTEGER NOT NULL,
          program TEXT NOT NULL
        ) STRICT
        """

    func save(_ contact: DeviceContact, of ordinal: ReplicaOrdinal) throws {
        try transaction.execute(
            "INSERT OR REPLACE INTO hub_contact VALUES (?, ?, ?, ?)",
            [
                .integer(Int64(ordinal.rawValue)), .integer(contact.at),
                .integer(Int64(clamping: contact.position)), .text(contact.program),
            ])
    }

    func all() throws -> [ReplicaOrdinal: DeviceContact] {
        var contacts: [ReplicaOrdinal: DeviceContact] = [:]
        for record in try transaction.select("SELECT * FROM hub_contact", []) {
            guard let ordinal = record.ordinal else { continue }
            contacts[ordinal] = DeviceContact(
                at: record["at"].integer ?? 0,
                position: UInt64(record["position"].integer ?? 0),
                program: record["program"].text ?? "")
        }
        return contacts
    }
}

/// The contacts that are not written yet, of one workspace.
///
/// A pull costs the hub no write; a killed hub forgets the contacts of the last seconds alone.
final class ContactBook: Sendable {
    private let waiting = Mutex<[ReplicaOrdinal: DeviceContact]>([:])

    func note(_ contact: DeviceContact, of ordinal: ReplicaOrdinal) {
        waiting.withLock { $0[ordinal] = contact }
    }

    /// Takes what waits; the caller writes it.
    func take() -> [ReplicaOrdinal: DeviceContact] {
        waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting
        }
    }

    /// Puts back what could not be written, except where something newer has come.
    func putBack(_ contacts: [ReplicaOrdinal: DeviceContact]) {
        waiting.withLock { $0.merge(contacts) { newer, _ in newer } }
    }
}
