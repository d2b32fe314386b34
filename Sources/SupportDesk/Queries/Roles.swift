// What a member was allowed to do when the hub took a unit: the hub's own units say it.

import LocalStore
import SyncEngine

/// The roles of all members over time, in the hub's order.
struct Roles {
    private var memberByOrdinal: [UInt32: RowKey] = [:]
    private var stepsByMember: [RowKey: [(position: UInt64, role: String)]] = [:]

    /// - Complexity: O(replicas and units that touched members).
    init(_ reader: StoreReader) throws {
        for record in try reader.select("SELECT ordinal, member FROM replica") {
            guard let ordinal = record["ordinal"].integer.flatMap(UInt32.init(exactly:)),
                let member = record["member"].integer.flatMap(RowID.init(rawValue:))
            else { continue }
            memberByOrdinal[ordinal] = RowKey(Directory.memberEntity, member)
        }
        for key in Set(memberByOrdinal.values) {
            for entry in try reader.history(of: [key]) {
                guard let position = entry.envelope?.position,
                    let write = entry.unit.change(of: key)?.writes
                        .first(where: { $0.field == Directory.MemberField.role }),
                    let role = Role(write.value)
                else { continue }
                stepsByMember[key, default: []].append((position, role.rawValue))
            }
        }
    }

    /// `nil` for what the hub has not taken, and for the hub itself.
    func role(of entry: HistoryEntry) -> String? {
        guard let position = entry.envelope?.position,
            let member = memberByOrdinal[entry.dot.ordinal.rawValue]
        else { return nil }
        return stepsByMember[member]?.last { $0.position < position }?.role
    }
}

extension Role {
    /// The role of a stored value; `nil` if it is of a newer version.
    fileprivate init?(_ value: Value) {
        guard let code = value.integer.flatMap(Int.init(exactly:)),
            Role.allCases.indices.contains(code)
        else { return nil }
        self = Role.allCases[code]
    }
}
