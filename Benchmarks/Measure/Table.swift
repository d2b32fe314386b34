// Text in columns: what a person reads of a run.

/// Rows of text; the first column to the left, the others to the right.
struct Table {
    private var lines: [[String]]

    init(_ header: [String]) { lines = [header] }

    mutating func add(_ line: [String]) { lines.append(line) }

    var text: String {
        let widths = (lines.first ?? []).indices.map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        return lines.map { line in
            zip(line, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Double {
    /// With so many digits after the point.
    func fixed(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = Int((self * scale).rounded())
        guard digits > 0 else { return String(scaled) }
        let whole = scaled / Int(scale)
        let rest = String(scaled % Int(scale))
        return "\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest)"
    }
}
