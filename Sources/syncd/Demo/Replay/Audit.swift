// Looks for every update of the ledger on a laptop, by what its people can see there.

import SupportDesk
import SyncEngine

/// What became of the updates, counted on one laptop.
struct Audit {
    /// Standing in their field: shown, or beside what is shown.
    private(set) var standing = 0
    /// Replaced by somebody who had them on his laptop.
    private(set) var superseded = 0
    /// Neither, or not in the ticket's history.
    private(set) var lost: Set<Int> = []
    /// Standing again although somebody had knowingly replaced them.
    private(set) var resurrected: Set<Int> = []

    /// - Complexity: one explanation for each field ever written, one history for each ticket.
    init(of ledger: Ledger, on desk: Desk) throws {
        var historyByTicket: [RowID: Set<Trace>] = [:]
        for (place, indexes) in ledger.places {
            let explanation = try desk.explain(place.ticket, place.field)
            let values = Set(explanation.siblings.map { Trace($0.sibling, of: place.field) })
            if historyByTicket[place.ticket] == nil {
                let changes = try desk.history(place.ticket)
                historyByTicket[place.ticket] = Set(changes.map { Trace($0) })
            }
            for index in indexes {
                let update = ledger.updates[index]
                let trace = Trace(update)
                let stands = values.contains(trace)
                let isRemembered = historyByTicket[place.ticket]?.contains(trace) == true
                if stands { standing += 1 } else if update.wasSeen { superseded += 1 }
                if !isRemembered || !(stands || update.wasSeen) { lost.insert(index) }
                if stands, update.wasSeen { resurrected.insert(index) }
            }
        }
    }

    /// An update as any view shows it.
    private struct Trace: Hashable {
        let field: String
        let value: JSONValue
        let laptop: String
        let actedAt: Moment

        init(_ update: Ledger.Update) {
            field = update.place.field
            value = update.value
            laptop = update.laptop
            actedAt = update.actedAt
        }

        init(_ sibling: SiblingRecord, of field: String) {
            self.field = field
            value = sibling.value
            laptop = sibling.device
            actedAt = sibling.actedAt
        }

        init(_ change: ChangeRecord) {
            field = change.field
            value = change.to
            laptop = change.device
            actedAt = change.actedAt
        }
    }
}
