// Rows, units and what they are made of, as the export spells them.

import SyncEngine

extension CanonicalJSON {
    /// `milliseconds.counter`: one number could be rounded by a reader.
    private mutating func stamp(_ stamp: Stamp) {
        string("\(stamp.milliseconds).\(stamp.counter)")
    }

    private mutating func vector(_ vector: VersionVector) { dots(vector.entries) }

    private mutating func dots(_ dots: [Dot]) {
        array { array in dots.forEach { array.string($0.description) } }
    }

    mutating func row(_ key: RowKey, _ state: RowState) {
        object { row in
            row.key("creation")
            row.object {
                $0.key("dot")
                $0.string(state.creation.dot.description)
                $0.key("stamp")
                $0.stamp(state.creation.stamp)
            }
            row.key("entity")
            row.number(Int64(key.entity.rawValue))
            row.key("fields")
            row.array { array in state.fields.forEach { array.field($0) } }
            row.key("id")
            row.string(key.row.description)
            row.key("vector")
            row.vector(state.vector)
        }
    }

    private mutating func field(_ field: RowState.Field) {
        object { object in
            object.key("field")
            object.number(Int64(field.id.rawValue))
            object.key("siblings")
            object.array { array in field.register.siblings.forEach { array.sibling($0) } }
        }
    }

    private mutating func sibling(_ sibling: Sibling) {
        object { object in
            object.key("dot")
            object.string(sibling.dot.description)
            object.evidence(sibling.evidence)
            object.key("stamp")
            object.stamp(sibling.stamp)
            object.key("value")
            object.value(sibling.value)
        }
    }

    private mutating func evidence(_ evidence: Evidence) {
        guard !evidence.isEmpty else { return }
        key("evidence")
        array { array in evidence.items.forEach { array.item($0) } }
    }

    /// [tag, content...]: the tags are those of the encoding.
    private mutating func item(_ item: EvidenceItem) {
        array { array in
            array.string(String(item.tag))
            switch item {
            case .intent(let intent): array.number(Int64(intent.rank))
            case .appended(let baseBytes, let baseHash):
                array.string(String(baseBytes))
                array.string(Nonce(baseHash).description)
            case .clientCouldSee(let flag): array.boolean(flag)
            case .seen(let vector): array.vector(vector)
            case .unknown(_, let bytes): array.string(Base64URL.encode(bytes))
            }
        }
    }

    /// The author's part: without position, receipt and clipping.
    mutating func unit(_ unit: Unit, dot: Dot) {
        object { object in
            object.key("changes")
            object.array { array in unit.changes.forEach { array.change($0) } }
            object.key("dot")
            object.string(dot.description)
            object.key("stamp")
            object.stamp(unit.stamp)
        }
    }

    private mutating func change(_ change: RowChange) {
        object { object in
            object.key("creates")
            object.boolean(change.isCreation)
            object.key("entity")
            object.number(Int64(change.key.entity.rawValue))
            object.key("id")
            object.string(change.key.row.description)
            object.key("writes")
            object.array { array in change.writes.forEach { array.write($0) } }
        }
    }

    private mutating func write(_ write: FieldWrite) {
        object { object in
            object.key("covers")
            object.dots(write.covers)
            object.evidence(write.evidence)
            object.key("field")
            object.number(Int64(write.field.rawValue))
            object.key("value")
            object.value(write.value)
        }
    }
}
