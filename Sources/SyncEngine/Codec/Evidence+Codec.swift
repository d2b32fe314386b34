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
        case .whole: vector(seen)
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
        var seen = covered
        switch form {
        case .absent, .covers: return covered
        case .nearCovers:
            var entries: [Dot] = []
            for cover in covered.entries {
                let counter = try counter(cover.counter, movedBy: try signed())
                entries.append(Dot(cover.ordinal, counter))
            }
            seen = VersionVector(entries)
        case .whole: seen = try vector()
        }
        guard SeenForm(seen, covered) == form else { throw .notCanonical }
        return seen
    }
}
