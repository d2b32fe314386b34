// How most programs merge: one value is kept, and each arrival is merged into it by twos.

import SyncEngine

extension Story {
    /// Merges an arriving value into the one that is kept.
    typealias Pairwise = (_ kept: Sibling, _ arriving: Sibling) -> Sibling

    /// The different values that replicas end with which keep one value and merge by twos, over all
    /// orders of arrival. More than one: they never agree again.
    func answers(of field: FieldID, mergingByTwos merge: Pairwise) -> Set<String> {
        Set(arrivals.map { wording(of: folded($0, field, merge), in: field) })
    }

    /// What our own rule answers, over the same orders.
    func answers(of field: FieldID) -> Set<String> {
        Set(arrivals.map { wording(of: outcome(of: field, in: applied($0)).shown, in: field) })
    }

    private func folded(_ arrivals: [Laptop.Action], _ field: FieldID, _ merge: Pairwise) -> Value {
        var kept = start[field].siblings.first
        for action in arrivals {
            for write in action.writes where write.field == field {
                let arriving = Sibling(write, dot: action.dot, stamp: action.stamp)
                if let before = kept, !write.covers.contains(before.dot) {
                    kept = merge(before, arriving)
                } else {
                    kept = arriving
                }
            }
        }
        return kept?.value ?? .null
    }
}
