// Columns under each other, and text that a terminal may be given.

import SupportDesk

/// Rows whose cells stand in columns, two blanks apart.
struct TextTable {
    let rows: [[String]]

    /// - Complexity: O(bytes).
    var text: String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

extension String {
    /// One line without control characters: what others wrote must not steer this terminal, nor
    /// turn around what stands beside it.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                    return isControl || Self.turns(scalar) ? " " : scalar
                }))
    }

    /// Embeddings, overrides and isolates of the direction of writing (Unicode, UAX 9).
    private static func turns(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    /// Each line two blanks to the right, without control characters.
    var indented: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { "  " + String($0).printable }.joined(separator: "\n")
    }

    /// `in_progress` as people write it.
    var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}

extension JSONValue {
    /// A field's value in a sentence.
    var plain: String {
        switch self {
        case .null: "nothing"
        case .boolean(let flag): flag ? "yes" : "no"
        case .integer(let number): String(number)
        case .string(let text): text.printable
        case .array(let items): items.map(\.plain).joined(separator: ", ")
        case .object(let members):
            members.map { $0.value == .null ? "no \($0.key)" : $0.value.plain }
                .joined(separator: ", ")
        }
    }
}
