// What changed between two looks at the replica: what a screen has to show anew.

import LocalStore
public import SyncEngine

/// Where a look at the replica ended.
public struct DeskMark: Hashable, Sendable {
    let timeline: Timeline
    /// Of the feed.
    let position: UInt64
    let unsent: Set<Dot>
    let setAside: Set<Dot>
}

/// What was touched between two looks, by this laptop or another.
public struct DeskChanges: Hashable, Sendable {
    /// Tickets with changes of their own or of what belongs to them; `nil` where there are too many
    /// to name, so that everything may be another.
    public internal(set) var tickets: Set<RowID>? = []
    /// Whether a list that tickets choose from changed, or the directory of members and laptops.
    public internal(set) var hasLists = false
    /// Whether anything else did: a read mark.
    public internal(set) var hasOthers = false

    public var isEmpty: Bool { tickets?.isEmpty == true && !hasLists && !hasOthers }

    /// What either says.
    public func joined(_ other: DeskChanges) -> DeskChanges {
        DeskChanges(
            tickets: tickets.flatMap { tickets in other.tickets.map { tickets.union($0) } },
            hasLists: hasLists || other.hasLists, hasOthers: hasOthers || other.hasOthers)
    }

    static let everything = DeskChanges(tickets: nil, hasLists: true, hasOthers: true)
}

extension Desk {
    /// What changed since a mark, and the mark of now.
    /// - Parameter mark: `nil` before the first look: then everything has changed.
    /// - Complexity: O(units since), and the heads of those that wait or were set aside.
    public func changes(since mark: DeskMark?) throws -> (changes: DeskChanges, mark: DeskMark) {
        try store.read { try changes(since: mark, $0) }
    }

    /// The mark of now.
    public func mark() throws -> DeskMark { try changes(since: nil).mark }

    func changes(
        since mark: DeskMark?, _ reader: StoreReader
    ) throws -> (changes: DeskChanges, mark: DeskMark) {
        let position = try reader.position
        let unsent = Set(try reader.unsentHeads().map(\.dot))
        let setAside = try reader.setAside()
        let now = DeskMark(
            timeline: position.timeline, position: position.cursor.position, unsent: unsent,
            setAside: Set(setAside.map(\.dot)))
        guard let mark, mark.timeline == now.timeline else { return (.everything, now) }
        let confirmed = try reader.confirmed(
            after: min(mark.position, now.position), limit: Self.maximumNamedUnits + 1)
        let written = unsent.subtracting(mark.unsent)
        guard confirmed.count + written.count <= Self.maximumNamedUnits else {
            return (.everything, now)
        }
        var units = confirmed.map(\.unit)
        units += try written.compactMap { try reader.entry($0)?.unit }
        units += setAside.filter { !mark.setAside.contains($0.dot) }.map(\.unit)
        // What is neither waiting nor confirmed any more was retried or given up.
        let gone = mark.setAside.subtracting(now.setAside)
        units += try reader.settledSetAside().filter { gone.contains($0.dot) }.map(\.unit)
        var changes = DeskChanges()
        for change in units.flatMap(\.changes) {
            try changes.add(change, reader, in: store.schema)
        }
        if changes.tickets.map({ $0.count > Self.maximumNamedTickets }) == true {
            changes.tickets = nil
        }
        return (changes, now)
    }

    /// Beyond this a catch-up is on the screen anyway.
    private static let maximumNamedUnits = 500
    private static let maximumNamedTickets = 200
}

extension DeskChanges {
    fileprivate mutating func add(
        _ change: RowChange, _ reader: StoreReader, in schema: Schema
    ) throws {
        let ticket =
            try reader.row(change.key)?.ticket(in: schema) ?? change.ticket(in: schema)
        if let ticket {
            tickets?.insert(ticket)
        } else if change.key.entity == TicketSchema.readMark {
            hasOthers = true
        } else {
            hasLists = true
        }
    }
}
