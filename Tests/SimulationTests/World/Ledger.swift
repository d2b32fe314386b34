// The outside book of a model: what people wrote and had on the screen, kept without the engine.

import SyncEngine

/// Records every edit with its own unmistakable text, and at the end holds the replicas to it.
///
/// What a person had seen is what stood on the screen: the texts of a field's siblings. Seeing is
/// transitive: who saw a text had the texts before him that its writer replaced.
struct Ledger {
    struct Edit {
        let text: String
        let laptop: Int
        let place: Place
        /// The texts that stood on the screen when this one was written.
        let replaced: Set<String>
    }

    /// One field of one row.
    struct Place: Hashable {
        let key: RowKey
        let field: FieldID
    }

    private(set) var edits: [Edit] = []
    private var counter = 0

    /// A text that no other edit has.
    mutating func freshText() -> String {
        counter += 1
        return "text \(counter)"
    }

    mutating func record(_ edit: Edit) { edits.append(edit) }

    /// Edits that were on a lost disk alone: nobody can have them.
    mutating func forget(_ texts: Set<String>) { edits.removeAll { texts.contains($0.text) } }

    /// Edits are where the history says they are: rows of a copied laptop may have another id.
    mutating func moved(to placeByText: [String: Place]) {
        edits = edits.map { edit in
            Edit(
                text: edit.text, laptop: edit.laptop, place: placeByText[edit.text] ?? edit.place,
                replaced: edit.replaced)
        }
    }

    /// Everything that is wrong with a final state, in words; empty if nothing is.
    ///
    /// - Parameters:
    ///   - siblings: the final sibling texts of a field, the same on every replica.
    ///   - notAccepted: texts that stand among the refused or parked of their laptop.
    ///   - history: every text that is in the confirmed history.
    func faults(
        siblings: (Place) throws -> [String], notAccepted: Set<String>, history: Set<String>
    ) rethrows -> [String] {
        var faults: [String] = []
        for (place, edits) in Dictionary(grouping: edits, by: \.place) {
            let present = try siblings(place)
            if Set(present).count != present.count { faults.append("a text stands twice") }
            let accepted = edits.filter { !notAccepted.contains($0.text) }
            let replaced = accepted.reduce(into: Set<String>()) { $0.formUnion($1.replaced) }
            for edit in edits {
                let isPresent = present.contains(edit.text)
                let isRefused = notAccepted.contains(edit.text)
                if isRefused == history.contains(edit.text) {
                    faults.append("\(edit.text) of \(edit.laptop): history and verdict disagree")
                }
                if isRefused && isPresent {
                    faults.append("\(edit.text) of \(edit.laptop) was not accepted, yet is shown")
                }
                if !isRefused && !isPresent && !replaced.contains(edit.text) {
                    faults.append("\(edit.text) of \(edit.laptop) is lost")
                }
                if isPresent && replaced.contains(edit.text) {
                    faults.append("\(edit.text) of \(edit.laptop) is back from the past")
                }
            }
            let known = Set(edits.map(\.text))
            for text in present where !known.contains(text) {
                faults.append("\(text) was never written")
            }
        }
        return faults.sorted()
    }
}
