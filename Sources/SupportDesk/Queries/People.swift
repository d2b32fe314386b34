// Who stands behind an ordinal: the laptop, and the member whose laptop it is.

import LocalStore
import SyncEngine

/// Members and laptops of the workspace, by replica ordinal.
struct People {
    private var personByOrdinal: [UInt32: Person] = [:]

    struct Person {
        let member: String
        let device: String
        var memberID: RowID?
    }

    /// Whose replica it is, where the directory says.
    var memberByReplica: [ReplicaOrdinal: RowID] {
        var members: [ReplicaOrdinal: RowID] = [:]
        for (ordinal, person) in personByOrdinal {
            if let replica = ReplicaOrdinal(UInt64(ordinal)) { members[replica] = person.memberID }
        }
        return members
    }

    /// - Parameter identity: of the replica that asks, for whom the directory may have no row yet;
    ///   `nil` at the hub, which has them all.
    /// - Complexity: O(replicas of the workspace).
    init(_ reader: StoreReader, identity: ReplicaIdentity?) throws {
        let records = try reader.select(
            """
            SELECT replica.ordinal AS ordinal, replica.name AS device, member.name AS member,
            replica.member AS id
            FROM replica LEFT JOIN member ON member.id = replica.member
            """)
        for record in records {
            guard let ordinal = record["ordinal"].integer.flatMap(UInt32.init(exactly:)) else {
                continue
            }
            personByOrdinal[ordinal] = Person(
                member: record["member"].text ?? "?", device: record["device"].text ?? "?",
                memberID: record["id"].integer.flatMap(RowID.init(rawValue:)))
        }
        guard let identity else { return }
        let own = identity.ordinal.rawValue
        if personByOrdinal[own] == nil {
            personByOrdinal[own] = Person(
                member: identity.memberName, device: identity.replicaName,
                memberID: identity.member)
        }
    }

    subscript(ordinal: ReplicaOrdinal) -> Person {
        if let person = personByOrdinal[ordinal.rawValue] { return person }
        return ordinal == .hub
            ? Person(member: "hub", device: "hub")
            : Person(member: "replica \(ordinal)", device: "replica \(ordinal)")
    }
}
