// Values as readable columns and back: enumerations by name, references as row ids.

import SyncEngine

extension SyncEngine.Column {
    /// What the column holds for a part of a field's value.
    func stored(_ part: Value) -> Value {
        guard case .enumeration(let names) = kind, case .integer(let number) = part else {
            return part
        }
        let isKnown = number >= 0 && number < Int64(names.count)
        return .text(isKnown ? names[Int(number)] : "#\(number)")
    }

    /// The part of a field's value that the column's content stands for.
    func part(_ stored: Value) -> Value {
        guard case .enumeration(let names) = kind, case .text(let name) = stored else {
            return stored
        }
        if let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
            return .integer(Int64(index))
        }
        if name.utf8.first == UInt8(ascii: "#"), let number = Int64(name.dropFirst()) {
            return .integer(number)
        }
        return stored
    }

    /// Whether the column gives this part back exactly: the column's affinity would turn a text
    /// of digits into a number, or a number into a text.
    func holds(_ part: Value) -> Bool {
        switch (kind, part) {
        case (_, .null), (.text, .text): true
        case (.text, _): false
        case (_, .integer): true
        default: false
        }
    }
}

extension EntityPlan.FieldPlan {
    /// The value that the field's columns stand for.
    func value(ofColumns stored: ArraySlice<Value>) -> Value {
        if parts.count == 1, let only = stored.first {
            return isPlain ? only : parts[0].part(only)
        }
        return .tuple(zip(parts, stored).map { $0.part($1) })
    }

    /// Appends what the field's columns show of a value; a value of another shape shows as far
    /// as it goes, and its clock keeps it whole.
    func appendColumns(of value: Value, to result: inout [Value]) {
        if parts.count == 1 {
            if case .tuple = value {
                result.append(.null)
            } else {
                result.append(isPlain ? value : parts[0].stored(value))
            }
            return
        }
        let values = value.components
        for index in parts.indices {
            result.append(index < values.count ? parts[index].stored(values[index]) : .null)
        }
    }

    /// Whether the columns give the value back exactly.
    func columnsHold(_ value: Value) -> Bool {
        if parts.count == 1 { return parts[0].holds(value) }
        guard case .tuple(let values) = value, values.count == parts.count else { return false }
        return parts.indices.allSatisfy { parts[$0].holds(values[$0]) }
    }
}
