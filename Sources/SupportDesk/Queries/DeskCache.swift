// What a list asks of every ticket and no column holds, kept from one question to the next.

import LocalStore
import Synchronization
import SyncEngine

/// When a ticket was made and last changed, in milliseconds since 1970.
struct TicketTimes: Hashable, Sendable {
    let created: Int64
    let updated: Int64
}

/// Times and attention flags of all tickets of one replica.
///
/// A page asks for them many times a minute, and reading every ticket anew each time takes longer
/// than everything else of a list. Each question first brings what is kept up to date with the
/// changes since the last one, in the snapshot of that question. It holds some 100 bytes a ticket.
public final class DeskCache: Sendable {
    private struct State {
        var times = Kept<TicketTimes>()
        var flags = Kept<Set<AttentionCode>>()
        var ticketsByUnsent: [Dot: Set<RowID>] = [:]
    }

    /// What is known of each ticket as of a mark; nothing before the first question.
    private struct Kept<Item: Sendable> {
        var mark: DeskMark?
        var itemByTicket: [RowID: Item] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// - Complexity: O(tickets) the first time, O(changes) afterwards.
    func times(_ reader: StoreReader, _ desk: Desk) throws -> [RowID: TicketTimes] {
        try state.withLock { state in
            try Self.update(&state.times, reader, desk, isAboutLists: false) { tickets in
                try reader.times(of: try tickets ?? reader.allTickets())
            }
        }
    }

    /// - Complexity: that of ``AttentionSearch/tickets(with:)`` for all codes the first time, and
    ///   whenever a list or the directory changed; O(rows of the tickets that changed) otherwise.
    func tickets(
        with codes: Set<AttentionCode>, _ search: AttentionSearch, _ desk: Desk
    ) throws -> Set<RowID> {
        let flags = try state.withLock { state in
            try Self.update(&state.flags, search.reader, desk, isAboutLists: true) { tickets in
                guard let tickets else { return try search.allFlags() }
                var flags: [RowID: Set<AttentionCode>] = [:]
                for ticket in tickets {
                    flags[ticket] = Set(try search.records(of: ticket).map(\.code))
                }
                return flags
            }
        }
        return Set(flags.lazy.filter { !$0.value.isDisjoint(with: codes) }.map(\.key))
    }

    /// The tickets with changes that are not sent yet.
    /// - Complexity: O(changes that were written or sent since the last question), and the heads of
    ///   those that wait.
    func unsentTickets(_ reader: StoreReader, _ schema: Schema) throws -> Set<RowID> {
        let waiting = Set(try reader.unsentHeads().map(\.dot))
        return try state.withLock { state in
            state.ticketsByUnsent = state.ticketsByUnsent.filter { waiting.contains($0.key) }
            for dot in waiting where state.ticketsByUnsent[dot] == nil {
                let unit = try reader.entry(dot)?.unit
                state.ticketsByUnsent[dot] = try unit.map { try reader.tickets(of: $0, in: schema) }
            }
            return state.ticketsByUnsent.values.reduce(into: []) { $0.formUnion($1) }
        }
    }

    /// - Parameters:
    ///   - isAboutLists: whether a change of a list may change the item of any ticket.
    ///   - items: of these tickets; of all where it is `nil`.
    private static func update<Item>(
        _ kept: inout Kept<Item>, _ reader: StoreReader, _ desk: Desk, isAboutLists: Bool,
        _ items: (Set<RowID>?) throws -> [RowID: Item]
    ) throws -> [RowID: Item] {
        let (changes, mark) = try desk.changes(since: kept.mark, reader)
        if let tickets = changes.tickets, !(isAboutLists && changes.hasLists) {
            let fresh = try tickets.isEmpty ? [:] : items(tickets)
            for ticket in tickets { kept.itemByTicket[ticket] = fresh[ticket] }
        } else {
            kept.itemByTicket = try items(nil)
        }
        kept.mark = mark
        return kept.itemByTicket
    }
}

extension StoreReader {
    fileprivate func allTickets() throws -> Set<RowID> {
        Set(
            try select("SELECT id FROM ticket").compactMap {
                $0["id"].integer.flatMap(RowID.init(rawValue:))
            })
    }
}

extension AttentionSearch {
    /// The flags of all tickets that bear any.
    fileprivate func allFlags() throws -> [RowID: Set<AttentionCode>] {
        var flags: [RowID: Set<AttentionCode>] = [:]
        for code in AttentionCode.allCases {
            for ticket in try tickets(with: [code]) { flags[ticket, default: []].insert(code) }
        }
        return flags
    }
}
