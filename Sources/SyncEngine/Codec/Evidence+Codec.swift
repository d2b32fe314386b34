// Evidence in bytes: a few bits for the known items, a length before each unknown one.

// The header's bits: 0 an intent, 1 an append, 2-3 the screen's bit (0 none, 1 no, 2 yes), 4-5 the
// seen-vector (below), 6 and up the number of unknown items.
private let unknownShift: UInt64 = 6
private let largestKnownTag: UInt64 = 4

/// How a seen-vector stands in the bytes. Most writers had seen exactly what they cover, or a
/// little more of the same replicas.
private enum SeenForm: UInt64 {
    case absent = 0
    /// The vector of the covered dots, no more.
    case covers = 1
    /// The covered dots' replicas, each with its distance from the covered counter.
    case nearCovers = 2
    /// A count, then (distance to the ordinal before, counter); the counter of a replica among the
    /// covered dots as its distance from there.
    case whole = 3

    init(_ vector: VersionVector?, _ covered: VersionVector) {
        guard let vector else {
            self = .absent
            return
        }
        if vector == covered {
            self = .covers
        } else {
            let isNear = vector.entries.map(\.ordinal) == covered.entries.map(\.ordinal)
            self = isNear ? .nearCovers : .whole
        }
    }
}

extension ByteWriter {
    /// - Parameter covers: what the write covers: a seen-vector that says no more costs no byte.
    mutating func evidence(_ evidence: Evidence, covering covers: [Dot]) {
        let covered = VersionVector(covers)
        let unknown = evidence.items.drop { $0.tag <= largestKnownTag }
        var header = UInt64(unknown.count) << unknownShift
        for case .clientCouldSee(let flag) in evidence.items { header |= flag ? 8 : 4 }
        let form = SeenForm(evidence.seen, covered)
        header |= form.rawValue << 4
        header |= (evidence.intent == nil ? 0 : 1) | (evidence.appended == nil ? 0 : 2)
        varint(header)
        if let intent = evidence.intent { byte(intent.rank) }
        if let appended = evidence.appended {
            varint(appended.baseBytes)
            fixed64(appended.baseHash)
        }
        if let seen = evidence.seen { self.seen(seen, form, covered) }
        for case .unknown(let tag, let bytes) in unknown {
            varint(tag)
            block(bytes)
        }
    }

    private mutating func seen(_ seen: VersionVector, _ form: SeenForm, _ covered: VersionVector) {
        switch form {
        case .absent, .covers: break
        case .nearCovers:
            for (entry, cover) in zip(seen.entries, covered.entries) {
                signed(Int64(entry.counter) - Int64(cover.counter))
            }
        case .whole:
            varint(seen.entries.count)
            var previous: UInt32 = 0
            for entry in seen.entries {
                varint(UInt64(entry.ordinal.rawValue - previous))
                previous = entry.ordinal.rawValue
                let near = covered[entry.ordinal]
                if near == 0 {
                    varint(entry.counter)
                } else {
                    signed(Int64(entry.counter) - Int64(near))
                }
            }
        }
    }
}

extension ByteReader {
    mutating func evidence(covering covers: [Dot]) throws(CodecError) -> Evidence {
        let header = try varint()
        guard header != 0 else { throw .notCanonical }
        let unknown = header >> unknownShift
        guard unknown <= UInt64(Limits.maximumEvidenceItems) else { throw .outOfRange }
        var items: [EvidenceItem] = []
        if header & 1 != 0 { items.append(.intent(Intent(rank: try byte()))) }
        if header & 2 != 0 {
            let baseBytes = try varint()
            guard baseBytes <= UInt64(Limits.maximumTextBytes) else { throw .outOfRange }
            items.append(.appended(baseBytes: baseBytes, baseHash: try fixed64()))
        }
        switch header >> 2 & 3 {
        case 0: break
        case 3: throw .outOfRange
        case let flag: items.append(.clientCouldSee(flag == 2))
        }
        if let form = SeenForm(rawValue: header >> 4 & 3), form != .absent {
            items.append(.seen(try seen(form, VersionVector(covers))))
        }
        var previous = largestKnownTag
        for _ in 0..<unknown {
            let tag = try varint()
            guard tag > previous else { throw .notSorted }
            let bytes = try block(limit: Limits.maximumUnknownEvidenceBytes)
            items.append(.unknown(tag: tag, bytes: bytes))
            previous = tag
        }
        return Evidence(items)
    }

    private mutating func seen(
        _ form: SeenForm, _ covered: VersionVector
    ) throws(CodecError) -> VersionVector {
        var seen: [Dot] = []
        switch form {
        case .absent, .covers: return covered
        case .nearCovers:
            for cover in covered.entries {
                seen.append(try dot(cover.ordinal, near: cover.counter))
            }
        case .whole:
            var previous: UInt64 = 0
            for _ in 0..<(try count(limit: Limits.maximumVectorEntries)) {
                let ordinal = try ordinal(after: previous)
                seen.append(try dot(ordinal, near: covered[ordinal]))
                previous = UInt64(ordinal.rawValue)
            }
        }
        let vector = VersionVector(seen)
        guard SeenForm(vector, covered) == form else { throw .notCanonical }
        return vector
    }

    private mutating func dot(
        _ ordinal: ReplicaOrdinal, near number: UInt64
    ) throws(CodecError) -> Dot {
        guard number > 0 else { return Dot(ordinal, try counter()) }
        return Dot(ordinal, try counter(number, movedBy: try signed()))
    }
}
