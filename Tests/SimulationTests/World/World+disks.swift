// What becomes of disks in a model: laptops' are copied and lost, the hub's is saved and put back.

import LocalStore
import SyncEngine

extension World {
    /// A copy of a laptop's disk begins to live beside it, or lies in a cupboard.
    /// - Returns: the copy's index.
    @discardableResult func copy(_ laptop: Int) throws -> Int {
        copies += 1
        laptops.append(
            try SimulatedLaptop(
                index: laptops.count, copying: laptops[laptop], seed: 977 &* copies))
        return laptops.count - 1
    }

    /// A laptop's disk is lost; a copy of it, made before, goes on in its place. What was on the
    /// lost disk alone is lost with it.
    func lose(_ laptop: Int, goOnWith copy: Int) throws {
        let onDisk = try laptops[laptop].store.unsentTexts()
        lost.append((laptop, onDisk))
        requests.removeAll { $0.from == laptop || $0.from == copy }
        answers.removeAll { $0.to == laptop || $0.to == copy }
        laptops.swapAt(laptop, copy)
        laptops.remove(at: copy)
    }

    /// What was on lost disks alone: neither at the hub nor on any copy that lives.
    func lostTexts() throws -> Set<String> {
        guard !lost.isEmpty else { return [] }
        let known = try Set(laptops.flatMap { try $0.store.unsentTexts() })
            .union(hub.store.confirmedTexts())
        return Set(lost.flatMap(\.texts)).subtracting(known)
    }

    /// The hub's disk is saved, as a backup does it.
    func backUpHub() throws { backups.append(try hub.saved()) }

    /// The hub goes on from a backup, on a new timeline.
    /// - Parameter forgetting: also where it does not know every laptop: they have to join again.
    func restoreHub(_ index: Int, forgetting: Bool = false) throws {
        guard backups.indices.contains(index) else { return }
        let known = backups[index].devices
        guard forgetting || laptops.allSatisfy({ known[$0.account] != nil }) else { return }
        try hub.restore(backups[index])
        requests = []
        answers = []
    }

    var backupCount: Int { backups.count }

    /// One more laptop, of a member, with nothing on it yet.
    func enrol() throws {
        let index = laptops.count
        let laptop = try SimulatedLaptop(
            index: index, identity: try hub.enrol(name: "laptop \(index)"),
            past: try hub.store.hubTransaction(mayWrite: false) { try $0.formerTimelines() },
            seed: 4_099 &+ UInt64(index))
        laptop.flaw = flaw
        laptops.append(laptop)
    }

    /// The laptop is invited again by a hub that does not know it; else nothing happens.
    func joinAgain(_ laptop: Int) throws {
        let laptop = laptops[laptop]
        guard hub.devices[laptop.account] == nil else { return }
        joins += 1
        let token = (0..<32).map { UInt8(truncatingIfNeeded: joins &* 31 &+ $0) }
        let device = try hub.joinAgain(former: laptop.ordinal, tokenHash: token)
        laptop.joinAgain(as: device, tokenHash: token)
    }
}
