// How often merges ask a person to decide: the price of never overriding anybody silently.

import SupportDesk
import SyncEngine

/// Every case that any laptop's list of conflicts asked a person to decide, each counted once.
struct ReviewCases {
    /// A field in dispute between the same values is one case, on whatever laptop it shows.
    private struct Case: Hashable {
        let ticket: RowID?
        let field: String
        let dots: [Dot]
    }

    private var cases: Set<Case> = []

    /// Looks at a laptop's list after a sync.
    mutating func look(at desk: Desk) throws {
        for item in try desk.conflicts(minimum: .review) {
            // What this laptop has not sent yet is no merge.
            guard item.siblings.allSatisfy({ $0.receivedAt != nil }) else { continue }
            cases.insert(
                Case(
                    ticket: item.ticket, field: item.field,
                    dots: item.siblings.map(\.dot).sorted()))
        }
    }

    /// The number of cases by field, fields in alphabetical order.
    var countByField: [(field: String, count: Int)] {
        Dictionary(grouping: cases, by: \.field)
            .map { (field: $0.key, count: $0.value.count) }
            .sorted { $0.field < $1.field }
    }
}
