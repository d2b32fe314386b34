// An outside account of every update: who wrote what, and what that writer could see at the time.

import SupportDesk
import SyncEngine

/// Knows nothing of dots, vectors or covers: it simulates only who had met whom.
///
/// An update may be gone from a field at the end for one reason: somebody wrote the field later on
/// a laptop that had received it. Everything else must still stand there.
struct Ledger {
    /// One field, written by one action.
    struct Update {
        let place: Place
        let value: JSONValue
        let laptop: String
        /// Unique in the whole replay: what the update is found by.
        let actedAt: Moment
        /// Whether a later writer of this field had it on his laptop.
        var wasSeen = false
    }

    /// A field of a ticket.
    struct Place: Hashable {
        let ticket: RowID
        let field: String
    }

    private(set) var updates: [Update] = []
    private var indexesByPlace: [Place: [Int]] = [:]
    /// Updates in the order in which they reached the hub; `nil` while only their laptop has them.
    private var arrival: [Int?] = []
    private var arrived = 0
    /// How much of the hub each laptop has.
    private var knownByLaptop: [String: Int] = [:]
    private var unsentByLaptop: [String: [Int]] = [:]

    /// Everything written, by place.
    var places: [Place: [Int]] { indexesByPlace }

    /// A laptop saved a value; all of the field that it had is knowingly replaced.
    mutating func write(_ value: JSONValue, at place: Place, by laptop: String, _ time: Moment) {
        for index in indexesByPlace[place] ?? [] where has(laptop, index) {
            updates[index].wasSeen = true
        }
        let index = updates.count
        updates.append(Update(place: place, value: value, laptop: laptop, actedAt: time))
        arrival.append(nil)
        indexesByPlace[place, default: []].append(index)
        unsentByLaptop[laptop, default: []].append(index)
    }

    /// A laptop met the hub: gave what it had, and got all that others had given.
    mutating func sync(_ laptop: String) {
        for index in unsentByLaptop[laptop] ?? [] {
            arrived += 1
            arrival[index] = arrived
        }
        unsentByLaptop[laptop] = []
        knownByLaptop[laptop] = arrived
    }

    private func has(_ laptop: String, _ index: Int) -> Bool {
        guard let position = arrival[index] else { return updates[index].laptop == laptop }
        return position <= knownByLaptop[laptop] ?? 0
    }
}
