// Evidence in bytes: a bit for each known item, a length before each unknown one.

private let knownTags: UInt64 = 4

extension ByteWriter {
    /// - Parameter covers: what the write covers: a seen-vector that says no more is one byte.
    mutating func evidence(_ evidence: Evidence, covering covers: [Dot]) {
        let known = evidence.items.filter { $0.tag <= knownTags }
        let bits = known.reduce(UInt64(0)) { $0 | 1 << ($1.tag - 1) }
        varint(UInt64(evidence.items.count - known.count) << knownTags | bits)
        for item in evidence.items { self.item(item, covering: covers) }
    }

    private mutating func item(_ item: EvidenceItem, covering covers: [Dot]) {
        switch item {
        case .intent(let intent): byte(intent.rank)
        case .appended(let baseBytes, let baseHash):
            varint(baseBytes)
            fixed64(baseHash)
        case .clientCouldSee(let flag): byte(flag ? 1 : 0)
        case .seen(let vector):
            guard vector != VersionVector(covers) else { return varint(UInt64(0)) }
            varint(vector.entries.count + 1)
            vectorEntries(vector)
        case .unknown(let tag, let bytes):
            varint(tag)
            block(bytes)
        }
    }
}

extension ByteReader {
    mutating func evidence(covering covers: [Dot]) throws(CodecError) -> Evidence {
        let header = try varint()
        let unknown = header >> knownTags
        guard unknown <= UInt64(Limits.maximumEvidenceItems) else { throw .outOfRange }
        var items: [EvidenceItem] = []
        for tag in 1...knownTags where header & 1 << (tag - 1) != 0 {
            items.append(try knownItem(tag, covering: covers))
        }
        var previous = knownTags
        for _ in 0..<unknown {
            let tag = try varint()
            guard tag > previous else { throw .notSorted }
            let bytes = try block(limit: Limits.maximumUnknownEvidenceBytes)
            items.append(.unknown(tag: tag, bytes: bytes))
            previous = tag
        }
        guard !items.isEmpty else { throw .notCanonical }
        return Evidence(items)
    }

    private mutating func knownItem(
        _ tag: UInt64, covering covers: [Dot]
    ) throws(CodecError) -> EvidenceItem {
        switch tag {
        case 1: return .intent(Intent(rank: try byte()))
        case 2:
            let baseBytes = try varint()
            guard baseBytes <= UInt64(Limits.maximumTextBytes) else { throw .outOfRange }
            return .appended(baseBytes: baseBytes, baseHash: try fixed64())
        case 3:
            let flag = try byte()
            guard flag <= 1 else { throw .outOfRange }
            return .clientCouldSee(flag == 1)
        default:
            let count = try count(limit: Limits.maximumVectorEntries + 1)
            guard count > 0 else { return .seen(VersionVector(covers)) }
            let vector = try vectorEntries(count - 1)
            guard vector != VersionVector(covers) else { throw .notCanonical }
            return .seen(vector)
        }
    }
}
