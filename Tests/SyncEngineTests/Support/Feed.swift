// A hub's log from a seed: units of several replicas, some made apart, with stamps that it clipped.

import SyncEngine

/// What a hub holds after a random past, and the stretches of it that pages are made of.
struct Feed {
    private(set) var log: [HistoryEntry] = []
    private(set) var rows: [RowKey: RowState] = [:]
    private var counters: [ReplicaOrdinal: UInt64] = [:]
    private var now: Int64 = 1_700_000_000_000

    init(_ sample: inout Sample) {
        for _ in 0..<sample.int(1...14) { grow(&sample) }
    }

    private mutating func grow(_ sample: inout Sample) {
        let author = ordinal(UInt64(sample.int(2...5)))
        counters[author, default: 0] += UInt64(sample.int(1...2))
        let dot = Dot(author, counters[author]!)
        now += Int64(sample.int(-200...3_000))
        let stamp = Stamp(
            milliseconds: now + Int64(sample.int(-5_000...1_000)),
            counter: sample.chance(3) ? UInt16(sample.int(0...9)) : 0)
        var changes: [RowChange] = []
        if rows.isEmpty || sample.chance(2) {
            let key = ticket(UInt64(author.rawValue), dot.counter)
            changes.append(
                RowChange(
                    key: key, isCreation: true,
                    writes: sample.fields(0...4).map { id in
                        FieldWrite(
                            field: id, value: sample.value(),
                            evidence: sample.evidence(covering: []))
                    }))
        }
        for key in rows.keys.sorted() where sample.chance(3) || changes.isEmpty {
            changes.append(
                RowChange(key: key, isCreation: false, writes: edits(of: rows[key]!, &sample)))
        }
        receive(HistoryEntry(dot: dot, unit: Unit(stamp: stamp, changes: changes), envelope: nil))
    }

    private func edits(of row: RowState, _ sample: inout Sample) -> [FieldWrite] {
        sample.fields(0...3).map { id in
            let covers = row[id].siblings.map(\.dot).filter { _ in sample.flag() }
            return FieldWrite(
                field: id, value: sample.value(), covers: covers,
                evidence: sample.evidence(covering: covers))
        }
    }

    private mutating func receive(_ entry: HistoryEntry) {
        let envelope = Envelope(
            position: UInt64(log.count) + 1, receivedAt: now, wasConcurrent: log.count % 3 == 0)
        let stamp = entry.unit.stamp.clipped(to: now)
        for change in entry.unit.changes {
            if var row = rows[change.key] {
                row.apply(change.writes, by: entry.dot, at: stamp)
                row.vector.insert(entry.dot)
                rows[change.key] = row
            } else {
                rows[change.key] = RowState(creating: change, by: entry.dot, at: stamp)
            }
        }
        log.append(HistoryEntry(dot: entry.dot, unit: entry.unit, envelope: envelope))
    }

    var head: Cursor { Cursor(position: UInt64(log.count), nonce: Nonce(0xFEED)) }

    func slice(after start: Int, count: Int) -> FeedSlice {
        slice(from: FeedPlace(UInt64(start)), count: count, rowsPerPage: .max)
    }

    func slice(from place: FeedPlace, count: Int, rowsPerPage: Int) -> FeedSlice {
        let start = Int(place.position)
        let cut = CutUnits(
            Array(log[start...].prefix(count)), behind: place.row, rowsPerPage: rowsPerPage)
        var seen = counters
        for entry in log[start...].reversed() {
            seen[entry.dot.ordinal] = entry.dot.counter - 1
        }
        return FeedSlice(
            start: place.position, head: head, units: cut.units,
            rows: cut.keys.map { HubCommit.KeyedRow(key: $0, state: rows[$0]!) },
            seenAtStart: VersionVector(
                seen.filter { $0.value > 0 }.map { Dot($0.key, $0.value) }),
            isPart: cut.isPart)
    }
}

/// As many units as their rows fit a page, and these rows; if the first alone has too many, a part.
struct CutUnits {
    private(set) var units: [HistoryEntry]
    private(set) var keys: [RowKey]
    let isPart: Bool

    init(_ units: [HistoryEntry], behind row: RowKey?, rowsPerPage: Int) {
        self.units = row == nil ? units : Array(units.prefix(1))
        keys = Self.keys(self.units).filter { key in row.map { key > $0 } ?? true }
        while self.units.count > 1, keys.count > rowsPerPage {
            self.units.removeLast()
            keys = Self.keys(self.units)
        }
        isPart = keys.count > rowsPerPage
        keys = Array(keys.prefix(rowsPerPage))
    }

    private static func keys(_ units: [HistoryEntry]) -> [RowKey] {
        Set(units.flatMap { $0.unit.changes.map(\.key) }).sorted()
    }
}

extension Sample {
    /// A page of a random past, and the units of it that its receiver has at hand.
    mutating func page() -> (page: FeedPage, receiver: ReplicaOrdinal, sent: [Dot: Unit]) {
        let feed = Feed(&self)
        let start = UInt64(int(0...feed.log.count))
        var slice = feed.slice(
            from: FeedPlace(start), count: int(0...6), rowsPerPage: int(1...9))
        for unit in slice.units where chance(4) { slice.originByDot[unit.dot] = origin() }
        let page = FeedPage(slice)
        let receiver = ordinal()
        let sent = page.units.filter { $0.dot.ordinal == receiver && flag() }
        return (page, receiver, Dictionary(uniqueKeysWithValues: sent.map { ($0.dot, $0.unit) }))
    }

    /// An answer as a hub gives it, with the range of counters it may leave bare.
    mutating func answer() -> (answer: SyncAnswer, receiver: ReplicaOrdinal, sent: [Dot: Unit]) {
        let (page, receiver, _) = page()
        let own = page.units.filter { $0.dot.ordinal == receiver }
        let sent = flag() ? Dictionary(uniqueKeysWithValues: own.map { ($0.dot, $0.unit) }) : [:]
        let result: SyncAnswer.Result =
            chance(6)
            ? .rejected(pick(Rejection.allCases))
            : .accepted(
                SyncAnswer.Accepted(
                    acknowledged: number() % 1_000, incarnation: nonce(),
                    verdicts: list(0...5) { $0.verdict() }, page: page))
        let answer = SyncAnswer(
            id: nonce(), hubMilliseconds: Int64(number() >> 16), timeline: Timeline(nonce()),
            versions: (number(), number()), result: result)
        return (answer, receiver, sent)
    }
}

extension SyncAnswer {
    func encoded(to receiver: ReplicaOrdinal, sent: [Dot: Unit]) -> [UInt8] {
        encoded(sent: sent)
    }

    /// - Parameter sent: the receiver's counters whose units stood in the request.
    func encoded(to receiver: ReplicaOrdinal, sent: some Collection<UInt64>) -> [UInt8] {
        guard case .accepted(let accepted) = result else { return encoded(sent: [:]) }
        let units = accepted.page.units.filter {
            $0.dot.ordinal == receiver && sent.contains($0.dot.counter)
        }
        return encoded(sent: Dictionary(uniqueKeysWithValues: units.map { ($0.dot, $0.unit) }))
    }
}
