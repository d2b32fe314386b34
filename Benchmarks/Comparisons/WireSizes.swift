// What sync costs on the wire, in bytes of body before compression, by the real codec.

import SupportDesk
import SyncEngine

/// A kind of exchange: what goes up, and what comes down to whoever pulls it.
struct WireSize: Encodable {
    let name: String
    /// The body of the request; `nil` where the row is about the other direction.
    let up: Int?
    /// The body of the answer to the other laptop.
    let down: Int?
    /// The same beyond what an exchange with nothing to say takes, for each edit.
    let upPerEdit: Double?
    let downPerEdit: Double?
}

/// Encodes the exchanges of a workspace of the size that is measured.
struct WireSizes {
    let rows: EngineRows

    private static let lastEditor = EngineRows.colleague
    private static let hubMilliseconds = Workload.firstMilliseconds + 90 * 86_400_000
    private static let acknowledged: UInt64 = 12_345

    func sizes() throws -> [WireSize] {
        let edits = rows.workload.edits(1_000, among: rows.workload.tickets.count)
        guard let move = edits.first(where: { $0.after == .inProgress }),
            let finish = edits.first(where: { $0.after == .closed })
        else { throw BenchmarkFailure("the workload has no edit of each kind") }
        return [
            size("a sync with nothing to say", []),
            size("one status edit: in progress, as made", [move]),
            size("one status edit: in progress, edited before", [move], after: Self.lastEditor),
            size("one status edit: closed, as made", [finish]),
            size("one status edit: closed, edited before", [finish], after: Self.lastEditor),
            size("1,000 status edits of tickets as made", edits),
            size("1,000 status edits of tickets edited before", edits, after: Self.lastEditor),
        ]
    }

    /// - Parameter editor: who wrote the status before; `nil` for whoever made the ticket.
    private func size(
        _ name: String, _ edits: [Workload.Edit], after editor: ReplicaOrdinal? = nil
    ) -> WireSize {
        let units = edits.enumerated().map { unit($1, number: $0, after: editor) }
        let up = request(units).encoded().count
        let down = answer(units).count
        func perEdit(_ bytes: Int, _ empty: Int) -> Double? {
            edits.isEmpty ? nil : Double(bytes - empty) / Double(edits.count)
        }
        return WireSize(
            name: name, up: up, down: down, upPerEdit: perEdit(up, request([]).encoded().count),
            downPerEdit: perEdit(down, answer([]).count))
    }

    private func unit(
        _ edit: Workload.Edit, number: Int, after editor: ReplicaOrdinal?
    ) -> Unit {
        let made = Dot(EngineRows.office, UInt64(edit.ticket) + 2_478)
        let before = editor.map { Dot($0, UInt64(edit.ticket) + 1) } ?? made
        let write = EngineRows.write(
            EngineRows.value(edit), to: TicketField.status, of: TicketSchema.ticket,
            over: EngineRows.ticket(edit.before, made: made, written: before))
        return Unit(
            stamp: Stamp(milliseconds: Self.hubMilliseconds - 600_000 + Int64(number) * 350),
            changes: [
                RowChange(
                    key: RowKey(TicketSchema.ticket, EngineRows.id(edit.ticket)),
                    isCreation: false, writes: [write])
            ])
    }

    private func request(_ units: [Unit]) -> SyncRequest {
        let incarnation = Incarnation(
            current: Nonce(.max / 3), next: units.isEmpty ? nil : Nonce(.max / 5))
        let position = LaptopPosition(
            ordinal: EngineRows.own, timeline: Timeline(Nonce(.max / 7)), cursor: head,
            incarnation: incarnation,
            versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion),
            acknowledged: Self.acknowledged)
        return SyncRequest(
            id: Nonce(.max / 11), position: position, waitSeconds: 0,
            items: units.map { .unit($0) })
    }

    private var head: Cursor {
        Cursor(position: UInt64(rows.workload.tickets.count) * 4, nonce: Nonce(.max / 13))
    }

    /// To another laptop than the one that made the edits.
    private func answer(_ units: [Unit]) -> [UInt8] {
        let lines = units.enumerated().map { index, unit in
            FeedUnit(
                dot: Dot(EngineRows.own, Self.acknowledged + UInt64(index) + 1), unit: unit,
                envelope: Envelope(
                    position: head.position + UInt64(index) + 1,
                    receivedAt: Self.hubMilliseconds, wasConcurrent: false))
        }
        let end = head.position + UInt64(units.count)
        let page = FeedPage(
            start: head.position, head: Cursor(position: end, nonce: head.nonce),
            units: lines, rows: lines.compactMap(delta).sorted { $0.key < $1.key })
        let accepted = SyncAnswer.Accepted(
            acknowledged: 0, incarnation: Nonce(.max / 3), verdicts: [], page: page)
        let answer = SyncAnswer(
            id: Nonce(.max / 11), hubMilliseconds: Self.hubMilliseconds,
            timeline: Timeline(Nonce(.max / 7)),
            versions: (TicketSchema.schema.version, TicketSchema.schema.rulesVersion),
            result: .accepted(accepted))
        return answer.encoded(sent: [:])
    }

    private func delta(_ line: FeedUnit) -> RowDelta? {
        guard let change = line.unit.changes.first, let write = change.writes.first else {
            return nil
        }
        let sibling = Sibling(write, dot: line.dot, stamp: line.unit.stamp)
        return RowDelta(
            key: change.key, vector: VersionVector([line.dot]), creation: nil,
            fields: [RowState.Field(id: write.field, register: Register(sibling))])
    }
}
