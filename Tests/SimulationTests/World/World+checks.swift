// What must hold in a model at every moment and at its end: equal replicas, and every edit once.

import LocalStore
import SyncEngine

extension World {
    /// A replica shows no value whose unit it does not have, at any moment.
    func checkWholeness(of laptop: SimulatedLaptop) throws {
        try laptop.store.read { reader in
            for key in [note, label] {
                for field in try reader.row(key)?.stored.shown.fields ?? [] {
                    for sibling in field.register.siblings
                    where try reader.entry(sibling.dot) == nil {
                        torn.insert("laptop \(laptop.index) shows a part of unit \(sibling.dot)")
                    }
                }
            }
        }
    }

    /// Faults stop, everybody syncs at most three times, and the books are compared.
    /// - Returns: what is wrong, in words; empty if nothing is.
    func settle() throws -> [String] {
        requests = []
        answers = []
        ledger.forget(try lostTexts())
        for index in laptops.indices { try joinAgain(index) }
        for _ in 0..<3 { for index in laptops.indices { try sync(index) } }
        var faults: [String] = []
        for laptop in laptops {
            guard case .upToDate? = laptop.lastOutcome else {
                faults.append("laptop \(laptop.index): \(String(describing: laptop.lastOutcome))")
                continue
            }
            if try !laptop.store.read({ try $0.unsent() }).isEmpty {
                faults.append("laptop \(laptop.index) still has unsent units")
            }
        }
        faults += try laptops.compactMap { try difference(of: $0) }
        return try faults + torn.sorted() + endless.sorted() + ledgerFaults()
    }

    /// The first line of a laptop's export that is not the hub's.
    private func difference(of laptop: SimulatedLaptop) throws -> String? {
        guard try laptop.store.digest() != hub.store.digest() else { return nil }
        let (own, hubs) = (try laptop.store.exported(), try hub.store.exported())
        let index = zip(own, hubs).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
        return "laptop \(laptop.index) (\(laptop.ordinal)) differs: \(own[index]) | \(hubs[index])"
    }

    private func ledgerFaults() throws -> [String] {
        let notAccepted = try Set(
            laptops.flatMap { laptop in
                try laptop.store.read { try $0.setAside() }.map(\.unit).flatMap(\.texts)
            })
        let confirmed = try hub.store.confirmed()
        var faults = refusedForTheirNames()
        // A copy may have got other ids for its rows: where an edit is, the history says.
        var placeByText: [String: Ledger.Place] = [:]
        for entry in confirmed {
            for (text, place) in entry.unit.places {
                if placeByText.updateValue(place, forKey: text) != nil {
                    faults.append("\(text) was taken twice")
                }
            }
        }
        ledger.moved(to: placeByText)
        return try faults
            + ledger.faults(
                siblings: { place in
                    let row = try laptops[0].store.read { try $0.row(place.key) }
                    return row?.stored.shown[place.field].siblings.compactMap(\.value.text) ?? []
                },
                notAccepted: notAccepted, history: Set(placeByText.keys))
    }

    /// Names are the protocol's own business: no edit may be refused for them.
    private func refusedForTheirNames() -> [String] {
        laptops.flatMap { laptop in
            let records = (try? laptop.store.read { try $0.setAside() }) ?? []
            return records.filter { [.rowExists, .unknownDot].contains($0.refusal.code) }
                .map { "\($0.dot) of \(laptop.index) was refused: \($0.refusal.code.name)" }
        }
    }
}

extension LocalStore {
    func exported() throws -> [String] {
        var lines: [String] = []
        try exportLines { lines.append($0) }
        return lines
    }

    /// Everything that the hub has taken, in its order.
    func confirmed() throws -> [HistoryEntry] {
        try read { try $0.confirmed(after: 0, limit: .max) }
    }

    func confirmedTexts() throws -> Set<String> {
        Set(try confirmed().map(\.unit).flatMap(\.texts))
    }

    /// What is on this replica and not confirmed, set aside or not.
    func unsentTexts() throws -> Set<String> {
        try read { reader in
            Set(
                (try reader.unsent().map(\.unit) + reader.setAside().map(\.unit)).flatMap(\.texts))
        }
    }
}

extension Unit {
    /// Where the unit writes which text.
    var places: [(text: String, place: Ledger.Place)] {
        changes.flatMap { change in
            change.writes.compactMap { write in
                write.value.text.map { ($0, Ledger.Place(key: change.key, field: write.field)) }
            }
        }
    }

    /// Every text that the unit writes.
    var texts: [String] { changes.flatMap(\.writes).compactMap(\.value.text) }
}
