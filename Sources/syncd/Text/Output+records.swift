// What commands print after a change, all in one form.

import SupportDesk
import SyncEngine

extension Output {
    /// The ticket as it stands after a change: the whole page in JSON, one line for people.
    func showTicket(_ id: RowID, at desk: Desk, text: (TicketRecord) -> String) throws {
        let detail = try desk.ticket(id)
        show(detail.json) { text(detail.ticket) }
    }

    /// A row that was changed, or was as wanted before.
    func showChange(of kind: String, _ id: RowID, by dot: Dot?) {
        show(["id": .string("\(id)"), "changed": .boolean(dot != nil)]) {
            dot == nil ? "Nothing to change: \(kind) \(id)." : "Saved: \(kind) \(id)."
        }
    }
}
