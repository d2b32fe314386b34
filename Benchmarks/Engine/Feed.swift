// The hub's side of what a replica pulls: pages as the hub's session makes them, without a hub.

import SupportDesk
import SyncEngine

/// Writes units onto a feed and cuts it into pages; positions and counters go on without gaps.
struct Feed {
    /// As many as the protocol allows in one page.
    static let unitsPerPage = Limits.maximumUnitsPerPage

    private let rows: EngineRows
    private var position: UInt64 = 0
    private var counterByMaker: [ReplicaOrdinal: UInt64] = [:]
    private var ticketDots: [Dot] = []

    init(_ rows: EngineRows) { self.rows = rows }

    /// A unit and the closed delta of the one row that it touches.
    private struct Line {
        let unit: FeedUnit
        let row: RowDelta
    }

    /// The lists, then tickets, then comments; one unit a row, each page a catch-up of its own.
    mutating func creations(
        tickets: Range<Int>, comments: Range<Int>, _ take: (FeedPage) throws -> Void
    ) throws {
        var lines = rows.lists.map { created($0.key, $0.fields, at: Workload.firstMilliseconds) }
        for index in tickets {
            let line = created(
                RowKey(TicketSchema.ticket, EngineRows.id(index)), rows.ticketFields(index),
                at: rows.workload.tickets[index].createdMilliseconds)
            ticketDots.append(line.unit.dot)
            lines.append(line)
            try flush(&lines, atLeast: Self.unitsPerPage, take)
        }
        for index in comments {
            lines.append(
                created(
                    RowKey(TicketSchema.comment, EngineRows.id(index)), rows.commentFields(index),
                    at: rows.workload.comments[index].createdMilliseconds))
            try flush(&lines, atLeast: Self.unitsPerPage, take)
        }
        try flush(&lines, atLeast: 1, take)
    }

    private func flush(
        _ lines: inout [Line], atLeast count: Int, _ take: (FeedPage) throws -> Void
    ) throws {
        guard lines.count >= count else { return }
        try take(page(lines, head: position))
        lines = []
    }

    /// Edits by a colleague who had seen the tickets as they were made: one catch-up of several
    /// pages, of which only the last reaches the head.
    mutating func edits(_ edits: [Workload.Edit]) -> [FeedPage] {
        let lines = edits.map { edited($0) }
        return stride(from: 0, to: lines.count, by: Self.unitsPerPage).map { start in
            page(Array(lines[start..<min(start + Self.unitsPerPage, lines.count)]), head: position)
        }
    }

    private func page(_ lines: [Line], head: UInt64) -> FeedPage {
        let end = lines.last?.unit.envelope.position ?? head
        return FeedPage(
            start: end - UInt64(lines.count),
            head: Cursor(position: head, nonce: Nonce(head)),
            units: lines.map(\.unit), rows: lines.map(\.row).sorted { $0.key < $1.key })
    }

    private mutating func created(
        _ key: RowKey, _ fields: [FieldID: Value], at milliseconds: Int64
    ) -> Line {
        let unborn = RowState(
            vector: VersionVector(),
            creation: RowState.Creation(dot: Dot(.hub, 1), stamp: Stamp(rawValue: 0)))
        let change = RowChange(
            key: key, isCreation: true,
            writes: fields.map {
                EngineRows.write($0.value, to: $0.key, of: key.entity, over: unborn)
            })
        let unit = unit(change, by: key.row.ordinal, at: milliseconds)
        let state = RowState(creating: change, by: unit.dot, at: unit.unit.stamp)
        return Line(unit: unit, row: RowDelta(of: state, key: key, beyond: VersionVector()))
    }

    private mutating func edited(_ edit: Workload.Edit) -> Line {
        let key = RowKey(TicketSchema.ticket, EngineRows.id(edit.ticket))
        let seen = EngineRows.ticket(
            edit.before, made: ticketDots[edit.ticket], written: ticketDots[edit.ticket])
        let write = EngineRows.write(
            EngineRows.value(edit), to: TicketField.status, of: key.entity, over: seen)
        let change = RowChange(key: key, isCreation: false, writes: [write])
        let unit = unit(
            change, by: EngineRows.colleague,
            at: rows.workload.tickets[edit.ticket].updatedMilliseconds)
        let sibling = Sibling(write, dot: unit.dot, stamp: unit.unit.stamp)
        let field = RowState.Field(id: write.field, register: Register(sibling))
        return Line(
            unit: unit,
            row: RowDelta(
                key: key, vector: VersionVector([unit.dot]), creation: nil, fields: [field]))
    }

    private mutating func unit(
        _ change: RowChange, by maker: ReplicaOrdinal, at milliseconds: Int64
    ) -> FeedUnit {
        position += 1
        let counter = counterByMaker[maker, default: 0] + 1
        counterByMaker[maker] = counter
        return FeedUnit(
            dot: Dot(maker, counter),
            unit: Unit(stamp: Stamp(milliseconds: milliseconds), changes: [change]),
            envelope: Envelope(
                position: position, receivedAt: milliseconds + 1_500, wasConcurrent: false))
    }
}
