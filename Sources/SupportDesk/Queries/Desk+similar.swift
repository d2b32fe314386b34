// Whether somebody has written the same before: likely duplicates of a ticket about to be made.

import LocalStore
import SyncEngine

extension Desk {
    /// Tickets whose titles say much the same, the likeliest first.
    ///
    /// Words of the title are looked up in the search index; rare ones count for more. Of the best
    /// candidates the titles are compared word by word.
    /// - Complexity: one search a word, and one row read for each candidate.
    public func similarTickets(to title: String, limit: Int = 5) throws -> [TicketRecord] {
        let words = TitleWords(title)
        guard !words.isEmpty else { return [] }
        try store.prepareDerived()
        return try store.read { reader in
            let list = try TicketListing(reader, self)
            var scoreByTicket: [RowID: Double] = [:]
            for word in words.significant {
                let found = try reader.search(
                    TicketSchema.ticket, word, limit: Self.maximumFoundByWord)
                let score = 1 / Double(1 + found.count)
                for ticket in found { scoreByTicket[ticket, default: 0] += score }
            }
            let candidates = scoreByTicket.sorted {
                ($0.value, $0.key) > ($1.value, $1.key)
            }.prefix(Self.maximumCandidates).map(\.key)
            let alike = try list.records(of: candidates).map {
                (record: $0, likeness: words.likeness(to: TitleWords($0.title)))
            }.filter { $0.likeness >= Self.minimumLikeness }
            return alike.sorted {
                ($0.likeness, $0.record.id) > ($1.likeness, $1.record.id)
            }.prefix(limit).map(\.record)
        }
    }

    /// A word that more tickets hold tells nothing.
    private static let maximumFoundByWord = 2_000
    private static let maximumCandidates = 50
    /// Two words of a short title; of a long one a third.
    private static let minimumLikeness = 0.34
}

/// The words of a title, folded as names are.
private struct TitleWords {
    private let words: Set<String>
    /// More words than that say nothing new.
    private static let maximumSignificant = 8

    init(_ title: String) {
        words = Set(
            Lookup.folded(title).split { !$0.isLetter && !$0.isNumber }.map(String.init)
                .filter { $0.count > 2 || $0.contains(where: \.isNumber) })
    }

    var isEmpty: Bool { words.isEmpty }

    /// The longest, which are the rarest more often than not.
    var significant: [String] {
        Array(words.sorted { ($1.count, $0) < ($0.count, $1) }.prefix(Self.maximumSignificant))
    }

    /// The words of both among the words of either.
    func likeness(to other: TitleWords) -> Double {
        let shared = words.intersection(other.words).count
        return Double(shared) / Double(words.union(other.words).count)
    }
}
