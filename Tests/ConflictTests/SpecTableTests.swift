// The table of specs/merge-rules.md and the schema say the same of every field.

import Foundation
import SupportDesk
import SyncEngine
import Testing

@Suite struct SpecTableTests {
    @Test func `every field of the schema stands in the table, with its rule`() throws {
        let declared = TicketSchema.schema.entities
            .filter { $0.writers != .hub }
            .flatMap { entity in
                entity.fields.map { "\(entity.name).\($0.name) \($0.rule.name)" }
            }
        #expect(try rows == declared)
    }

    @Test func `what admins alone write is marked in the table`() throws {
        let marked = try lines.filter { $0.contains("| admins") }.map { $0.prefix { $0 != "." } }
        let restricted = TicketSchema.schema.entities.filter { $0.writers == .admins }.map(\.name)
        #expect(Set(marked.map { $0.dropFirst(3) }) == Set(restricted.map { $0[...] }))
    }

    private var lines: [Substring] {
        get throws {
            let page = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../specs/merge-rules.md")
            return try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        }
    }

    /// `ticket.title latest`, from the lines that begin with a field and its rule.
    private var rows: [String] {
        get throws {
            try lines.compactMap { line in
                line.prefixMatch(of: /\| `(\w+\.\w+)` \| `([\w-]+)` \|/).map { "\($0.1) \($0.2)" }
            }
        }
    }
}
