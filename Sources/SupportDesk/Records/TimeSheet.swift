// Logged time as a sheet: each entry with what it was for, also as a file for a spreadsheet.

import SyncEngine

/// Time entries with their tickets, by day.
public struct TimeSheet: Hashable, Sendable {
    public let lines: [Line]

    /// One entry.
    public struct Line: Hashable, Sendable {
        public let entry: TimeRecord
        public let ticket: TicketRecord

        public var json: JSONValue {
            .object(
                (entry.json.members ?? []) + [
                    .init("title", .string(ticket.title)),
                    .init("organization", .optional(ticket.organization)),
                    .init("project", .optional(ticket.project)),
                ])
        }
    }

    /// Of all entries.
    public var minutes: Int64 { lines.reduce(0) { $0 + $1.entry.minutes } }

    public var json: JSONValue {
        ["minutes": .integer(minutes), "entries": .array(lines.map(\.json))]
    }

    /// Comma-separated values with a head, lines ended by CR LF. Source: RFC 4180.
    ///
    /// A cell that a spreadsheet would take for a formula begins with an apostrophe: its text is
    /// somebody's note, and no program.
    public var csv: String {
        let head = "day,member,minutes,ticket,title,organization,project,note"
        return ([head] + lines.map(\.csv)).map { $0 + "\r\n" }.joined()
    }
}

extension TimeSheet.Line {
    fileprivate var csv: String {
        [
            entry.day, entry.member, String(entry.minutes), entry.ticket.description, ticket.title,
            ticket.organization ?? "", ticket.project ?? "", entry.note ?? "",
        ].map(Self.cell).joined(separator: ",")
    }

    private static func cell(_ text: String) -> String {
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let plain = isFormula ? "'" + text : text
        guard plain.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return plain }
        let doubled = plain.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + doubled.joined(separator: "\"\"") + "\""
    }
}
