// Everything that a run found, as tables or as JSON.

import Foundation

/// The result of one run.
struct Report: Encodable {
    let setting: Setting
    let comparisons: [Comparison]
    let wire: [WireSize]
    /// Where the bytes of the two files are.
    let plainFile: [FilePart]
    let engineFile: [FilePart]

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var text: String { [comparisonText, wireText, fileText].joined(separator: "\n\n") }

    private var comparisonText: String {
        var table = Table([
            "", "synchronous", "unit", "plain", "engine", "ratio", "cpu ratio", "frames plain",
            "frames engine",
        ])
        for row in comparisons {
            table.add([
                row.name, row.synchronous?.rawValue ?? "", row.unit.rawValue, row.plain.fixed(2),
                row.engine.fixed(2), row.ratio.fixed(2), row.processorRatio?.fixed(2) ?? "",
                row.plainFrames?.fixed(2) ?? "", row.engineFrames?.fixed(2) ?? "",
            ])
        }
        return table.text
    }

    private var wireText: String {
        var table = Table(["bytes of body", "up", "down", "up per edit", "down per edit"])
        for row in wire {
            table.add([
                row.name, row.up.map { String($0) } ?? "", row.down.map { String($0) } ?? "",
                row.upPerEdit?.fixed(1) ?? "", row.downPerEdit?.fixed(1) ?? "",
            ])
        }
        return table.text
    }

    private var fileText: String {
        var table = Table(["where the file's bytes are", "MB", "% of plain"])
        let whole = Double(max(plainFile.map(\.bytes).reduce(0, +), 1))
        for (side, parts) in [("plain", plainFile), ("engine", engineFile)] {
            for part in parts where Double(part.bytes) > whole / 1_000 {
                table.add([
                    "\(side): \(part.name)", (Double(part.bytes) / 1e6).fixed(2),
                    (Double(part.bytes) / whole * 100).fixed(1),
                ])
            }
        }
        return table.text
    }
}
