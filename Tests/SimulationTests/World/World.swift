// A few laptops and a hub in one process, a network that misbehaves, and a book of what people did.

import LocalStore
import SyncEngine

/// One run of a model: every choice comes from outside, so that a word or a seed replays it.
final class World {
    let hub: SimulatedHub
    var laptops: [SimulatedLaptop] = []
    var ledger = Ledger()
    /// Bodies on their way to the hub; `from` is the laptop.
    var requests: [(from: Int, account: ReplicaOrdinal, body: [UInt8])] = []
    /// Bodies on their way to a laptop.
    var answers: [(to: Int, body: [UInt8])] = []
    let flaw: Flaw?
    /// Units that a laptop showed without having them whole.
    var torn: Set<String> = []
    /// Syncs that went on and on.
    var endless: Set<String> = []
    var copies: UInt64 = 0
    var backups: [SimulatedHub.Disk] = []
    var joins: UInt64 = 0
    /// The rows that all start with.
    private(set) var note = RowKey(SimulationSchema.note, RowID(.hub, 1))
    private(set) var label = RowKey(SimulationSchema.label, RowID(.hub, 1))
    /// What was on disks that were lost, and not at the hub.
    var lost: [(laptop: Int, texts: Set<String>)] = []

    /// - Parameter laptops: at least one; the first is an admin and makes the rows that all start
    ///   with: one note and one label.
    init(laptops count: Int, seed: UInt64, flaw: Flaw? = nil) throws {
        self.flaw = flaw
        hub = try SimulatedHub(seed: seed)
        hub.flaw = flaw
        for index in 0..<count {
            let identity = try hub.enrol(name: "laptop \(index)")
            let laptop = try SimulatedLaptop(
                index: index, identity: identity, seed: seed &* 31 &+ UInt64(index))
            laptop.flaw = flaw
            laptops.append(laptop)
            hub.roles[laptop.ordinal] = .admin
        }
        note = RowKey(SimulationSchema.note, RowID(laptops[0].ordinal, 1))
        label = RowKey(SimulationSchema.label, RowID(laptops[0].ordinal, 1))
        try create(on: 0, SimulationSchema.note)
        try create(on: 0, SimulationSchema.label)
        for index in 0..<count { try sync(index) }
        hub.roles = [laptops[0].ordinal: .admin]
    }

    // MARK: What people do

    func create(on laptop: Int, _ entity: EntityID) throws {
        let text = ledger.freshText()
        let row = try laptops[laptop].store.write { writer in
            try writer.create(entity, [SimulationSchema.first: .text(text)])
        }.value
        record(text, laptop, RowKey(entity, row), SimulationSchema.first, replaced: [])
    }

    /// Two notes in one unit.
    func createTwo(on laptop: Int) throws {
        let texts = (0..<2).map { _ in ledger.freshText() }
        let rows = try laptops[laptop].store.write { writer in
            try texts.map { text in
                try writer.create(
                    SimulationSchema.note, [SimulationSchema.first: .text(text)])
            }
        }.value
        for (text, row) in zip(texts, rows) {
            record(
                text, laptop, RowKey(SimulationSchema.note, row), SimulationSchema.first,
                replaced: [])
        }
    }

    /// A remark on the note, made on that laptop.
    func remark(on laptop: Int) throws {
        let text = ledger.freshText()
        let owner = note.row
        let row = try laptops[laptop].store.write { writer in
            try writer.create(
                SimulationSchema.remark,
                [SimulationSchema.owner: .row(owner), SimulationSchema.text: .text(text)])
        }.value
        let key = RowKey(SimulationSchema.remark, row)
        record(text, laptop, key, SimulationSchema.text, replaced: [])
    }

    /// An edit of the remark that was made last, of those that the laptop has.
    func editRemark(on laptop: Int) throws {
        let last = try laptops[laptop].store.read {
            try $0.select("SELECT id FROM remark ORDER BY id DESC LIMIT 1")
        }
        guard let row = last.first?["id"].integer.flatMap({ RowID(rawValue: $0) }) else { return }
        try edit(on: laptop, RowKey(SimulationSchema.remark, row), SimulationSchema.text)
    }

    /// An edit of what the screen shows now, or of what it showed when `rendered` was made.
    func edit(
        on laptop: Int, _ key: RowKey, _ field: FieldID = SimulationSchema.first,
        rendered: Rendered? = nil
    ) throws {
        let store = laptops[laptop].store
        guard let row = try store.read({ try $0.row(key) }) else { return }
        let siblings = row.stored.shown[field].siblings
        let dots = rendered?.rows.first { $0.key == key }?.fields.first { $0.field == field }?.dots
        let shown = try dots.map { dots in
            try dots.compactMap { try self.text(of: $0, key, field, store) }
        }
        let replaced = shown ?? siblings.compactMap(\.value.text)
        let text = ledger.freshText()
        _ = try store.write { writer in
            try writer.set(key, field, .text(text), rendered: rendered)
        }
        record(text, laptop, key, field, replaced: Set(replaced))
    }

    /// Both texts of the note in one unit.
    func editBoth(on laptop: Int) throws {
        let store = laptops[laptop].store
        guard let row = try store.read({ try $0.row(note) }) else { return }
        let fields = [SimulationSchema.first, SimulationSchema.second]
        let texts = fields.map { _ in ledger.freshText() }
        _ = try store.write { writer in
            for (field, text) in zip(fields, texts) { try writer.set(note, field, .text(text)) }
        }
        for (field, text) in zip(fields, texts) {
            let replaced = row.stored.shown[field].siblings.compactMap(\.value.text)
            record(text, laptop, note, field, replaced: Set(replaced))
        }
    }

    /// What the laptop's screen shows of the note now, for an edit that comes later.
    func look(on laptop: Int) throws -> Rendered {
        try laptops[laptop].store.read { try $0.rendered([note]) }
    }

    /// Sends every refused unit of the laptop again that the hub has passed over.
    func retryRefused(on laptop: Int) throws {
        let store = laptops[laptop].store
        if flaw == .retryUnderSameDot {
            return try hub.takeRefusedAgain(from: laptops[laptop].ordinal)
        }
        hub.roles[laptops[laptop].ordinal] = .admin
        let acknowledged = try store.position().acknowledged
        let dots = try store.read { try $0.setAside() }.map(\.dot)
        try store.retry(dots.filter { $0.counter <= acknowledged })
    }

    /// Edits the label without the right to, is given the right, edits it again, and only then
    /// brings the refused text once more.
    func beRefusedAndComeAgain(on laptop: Int) throws {
        try edit(on: laptop, label)
        try sync(laptop)
        hub.roles[laptops[laptop].ordinal] = .admin
        try edit(on: laptop, label)
        try sync(laptop)
        try retryRefused(on: laptop)
    }

    private func text(
        of dot: Dot, _ key: RowKey, _ field: FieldID, _ store: LocalStore
    ) throws -> String? {
        try store.read { try $0.entry(dot) }?.sibling(of: key, field)?.value.text
    }

    private func record(
        _ text: String, _ laptop: Int, _ key: RowKey, _ field: FieldID, replaced: Set<String>
    ) {
        ledger.record(
            Ledger.Edit(
                text: text, laptop: laptop, place: Ledger.Place(key: key, field: field),
                replaced: replaced))
    }

    // MARK: What the network does

    /// The laptop begins a sync; its request is on its way.
    func send(_ laptop: Int) throws {
        let account = laptops[laptop].account
        if let body = try laptops[laptop].begin() { requests.append((laptop, account, body)) }
    }

    /// A request arrives; the answer is on its way. `keep` leaves a copy to arrive again.
    func deliverRequest(at index: Int = 0, keep: Bool = false) throws {
        guard requests.indices.contains(index) else { return }
        let request = keep ? requests[index] : requests.remove(at: index)
        if let body = try hub.answer(request.body, from: request.account) {
            answers.append((request.from, body))
        }
    }

    /// An answer arrives; a further request of that laptop may be on its way then.
    func deliverAnswer(at index: Int = 0, keep: Bool = false) throws {
        guard answers.indices.contains(index) else { return }
        let answer = keep ? answers[index] : answers.remove(at: index)
        if let body = try laptops[answer.to].receive(answer.body) {
            requests.append((answer.to, laptops[answer.to].account, body))
        }
        try checkWholeness(of: laptops[answer.to])
    }

    func dropRequest(at index: Int = 0) {
        if requests.indices.contains(index) { requests.remove(at: index) }
    }

    func dropAnswer(at index: Int = 0) {
        if answers.indices.contains(index) { answers.remove(at: index) }
    }

    /// One whole sync with nothing in its way.
    func sync(_ laptop: Int) throws {
        var body = try laptops[laptop].begin()
        var rounds = 0
        while let request = body {
            rounds += 1
            guard rounds < 1_000 else {
                endless.insert("the sync of laptop \(laptop) does not end")
                return
            }
            guard let answer = try hub.answer(request, from: laptops[laptop].account) else {
                return
            }
            body = try laptops[laptop].receive(answer)
            try checkWholeness(of: laptops[laptop])
        }
    }

    /// A sync that is cut after its first answer.
    func syncOneRound(_ laptop: Int) throws {
        guard let request = try laptops[laptop].begin(),
            let answer = try hub.answer(request, from: laptops[laptop].account)
        else { return }
        _ = try laptops[laptop].receive(answer)
    }

    /// The network finds the laptop's push too large, down to one unit.
    func findTooLarge(_ laptop: Int) throws { try laptops[laptop].findTooLarge() }
}
