// The people of the stories. Office and desk sit beside the hub; the others were offline.

import SyncEngine

/// Somebody of the team, named by the ordinal of their laptop.
enum Person: UInt64 {
    case office = 2
    case desk = 3
    case field1 = 4
    case field2 = 5
    case field3 = 6
    /// Took the call before the story begins.
    case reception = 9

    var ordinal: ReplicaOrdinal { ReplicaOrdinal(rawValue)! }

    init(_ ordinal: ReplicaOrdinal) { self.init(rawValue: UInt64(ordinal.rawValue))! }

    /// A reference to this member.
    var reference: Value { .row(RowID(ReplicaOrdinal.hub, rawValue)) }

    var name: String {
        switch self {
        case .office: "office"
        case .desk: "desk"
        case .field1: "field 1"
        case .field2: "field 2"
        case .field3: "field 3"
        case .reception: "reception"
        }
    }
}

/// Clients and lists that the stories speak of; the number is that of their row.
enum Known: UInt64, CaseIterable {
    case ada = 101
    case bo
    case pumps = 201
    case quarries
    case hardware = 301
    case network

    var reference: Value { .row(row) }

    var row: RowID { RowID(ReplicaOrdinal.hub, rawValue) }
}
