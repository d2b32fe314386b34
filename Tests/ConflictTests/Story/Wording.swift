// Values and times in the words of the stories.

import SupportDesk
import SyncEngine

extension Story {
    /// A value as a person reads it: `open in cycle 1`, `field 2`, `ada of pumps`, `none`.
    func wording(of value: Value, in field: FieldID) -> String {
        guard let columns = entity.field(field)?.columns else { return "\(value)" }
        let parts = zip(columns, value.components).map { Self.wording(of: $1, in: $0) }
        guard columns.count == 2, parts.count == 2 else { return parts.joined(separator: " ") }
        if columns[0].name == "status_cycle" {
            return parts[0] == "0" ? parts[1] : "\(parts[1]) in cycle \(parts[0])"
        }
        return "\(parts[0]) of \(parts[1])"
    }

    private static func wording(of value: Value, in column: Column) -> String {
        switch (column.kind, value) {
        case (_, .null): "none"
        case (.enumeration(let names), .integer(let code)):
            names.indices.contains(Int(code)) ? names[Int(code)] : "#\(code)"
        case (.boolean, .integer(let flag)): flag == 1 ? "yes" : "no"
        case (.reference, .integer(let number)): name(ofRow: number)
        case (_, .integer(let number)): "\(number)"
        case (_, .text(let text)): text
        case (_, .tuple): "\(value)"
        }
    }

    private static func name(ofRow number: Int64) -> String {
        guard let row = RowID(rawValue: number) else { return "#\(number)" }
        return Person(rawValue: row.number)?.name ?? Known(rawValue: row.number).map { "\($0)" }
            ?? "\(row)"
    }
}

extension Stamp {
    /// `9:40` on Monday, or with its day: `Wed 9:40`.
    init(clock: String) {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
        let words = clock.split(separator: " ")
        let day = words.count == 2 ? days.firstIndex(of: String(words[0]))! : 0
        let time = words.last!.split(separator: ":").map { Int64($0)! }
        let minutes = (Int64(day) * 24 + time[0]) * 60 + time[1]
        self.init(milliseconds: 1_763_337_600_000 + minutes * 60_000)
    }
}
