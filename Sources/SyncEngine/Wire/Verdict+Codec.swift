// Verdicts in bytes: a run for neighbours that were judged alike.

extension ByteWriter {
    /// The number of runs; for each its length and verdict.
    mutating func verdicts(_ verdicts: [Verdict]) {
        var runs: [(verdict: Verdict, count: Int)] = []
        for verdict in verdicts {
            if let last = runs.last, last.verdict == verdict {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((verdict, 1))
            }
        }
        varint(runs.count)
        for run in runs {
            varint(run.count)
            self.verdict(run.verdict)
        }
    }

    public mutating func verdict(_ verdict: Verdict) {
        switch verdict {
        case .applied: byte(0)
        case .sibling: byte(1)
        case .void: byte(2)
        case .refused(let refusal):
            byte(3)
            self.refusal(refusal)
        }
    }

    /// Code, then bits: 0 a row follows, 1 a field, 2 the dot it builds on.
    private mutating func refusal(_ refusal: Refusal) {
        byte(refusal.code.rawValue)
        byte(
            (refusal.key == nil ? 0 : 1) | (refusal.field == nil ? 0 : 2)
                | (refusal.buildsOn == nil ? 0 : 4))
        if let key = refusal.key { rowKey(key) }
        if let field = refusal.field { varint(UInt64(field.rawValue)) }
        if let dot = refusal.buildsOn { self.dot(dot) }
    }

    mutating func rowKey(_ key: RowKey) {
        varint(UInt64(key.entity.rawValue))
        rowID(key.row)
    }
}

extension ByteReader {
    mutating func verdicts() throws(CodecError) -> [Verdict] {
        var verdicts: [Verdict] = []
        for _ in 0..<(try count(limit: Limits.maximumUnitsPerPush)) {
            let length = try count(limit: Limits.maximumUnitsPerPush - verdicts.count)
            guard length >= 1 else { throw .notCanonical }
            let verdict = try verdict()
            guard verdict != verdicts.last else { throw .notCanonical }
            verdicts.append(contentsOf: repeatElement(verdict, count: length))
        }
        return verdicts
    }

    public mutating func verdict() throws(CodecError) -> Verdict {
        switch try byte() {
        case 0: return .applied
        case 1: return .sibling
        case 2: return .void
        case 3: return .refused(try refusal())
        case let tag: throw .unknownTag(tag)
        }
    }

    private mutating func refusal() throws(CodecError) -> Refusal {
        let code = Refusal.Code(rawValue: try byte())
        let bits = try byte()
        guard bits < 8 else { throw .unknownTag(bits) }
        let key = bits & 1 == 1 ? try rowKey() : nil
        let field = bits & 2 == 2 ? try fieldID() : nil
        let dot = bits & 4 == 4 ? try self.dot() : nil
        return Refusal(code, key: key, field: field, buildsOn: dot)
    }

    mutating func rowKey() throws(CodecError) -> RowKey {
        let entity = try count(limit: Int(UInt16.max))
        return RowKey(EntityID(UInt16(entity)), try rowID())
    }

    mutating func fieldID() throws(CodecError) -> FieldID {
        FieldID(UInt16(try count(limit: Int(UInt16.max))))
    }
}
