// Tickets as a terminal shows them: one line in a list, one page alone.

import SupportDesk
import SyncEngine

extension TicketRecord {
    /// `7-12  open  urgent  Dispatcher  Printer on fire`, with marks for what needs a look.
    var line: String {
        var marks: [String] = []
        if !conflicts.isEmpty { marks.append("conflict: " + conflicts.joined(separator: ", ")) }
        if isHeld { marks.append("held") }
        if isUnsent { marks.append("not sent yet") }
        let tail = marks.isEmpty ? "" : "  (" + marks.joined(separator: "; ") + ")"
        return [
            "\(id)", (status ?? "-").spaced, priority ?? "-", assignee ?? "nobody",
            title.printable,
        ].joined(separator: "  ") + tail
    }

    /// A list with its columns under each other.
    static func table(_ records: [TicketRecord]) -> String {
        guard !records.isEmpty else { return "No tickets." }
        let rows = records.map { record in
            let marks = [
                record.conflicts.isEmpty ? "" : "conflict", record.isHeld ? "held" : "",
                record.isUnsent ? "unsent" : "",
            ]
            return [
                "\(record.id)", (record.status ?? "-").spaced, record.priority ?? "-",
                record.assignee ?? "-", record.title.printable,
                marks.filter { !$0.isEmpty }.joined(separator: ", "),
            ]
        }
        return TextTable(rows: rows).text
    }
}

extension TicketDetail {
    /// The whole page.
    var page: String {
        var parts = ["\(ticket.id)  \(ticket.title.printable)", fields]
        if let description = ticket.description, !description.isEmpty {
            parts.append(description.indented)
        }
        parts.append(section("Needs a look", attention.map(\.sentence)))
        parts += conflicts.map(\.paragraph)
        parts += [
            section("Comments", comments.filter { !$0.isDeleted }.map(\.paragraph)),
            section("Time", time.map(\.line)),
            section("Documents", documents.filter { !$0.isDeleted }.map(\.line)),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var fields: String {
        let client = [ticket.contact, ticket.organization].compactMap { $0 }
        let estimate = ticket.estimate.map(Self.duration) ?? "no estimate"
        let flags = [
            ticket.isShared ? "shared with the client" : "", ticket.isHeld ? "held" : "",
            ticket.isUnsent ? "not sent yet" : "",
        ].filter { !$0.isEmpty }
        let rows: [(String, String?)] = [
            ("status", ticket.status?.spaced), ("priority", ticket.priority),
            ("assignee", ticket.assignee ?? "nobody"), ("type", ticket.type),
            ("category", ticket.category), ("project", ticket.project),
            ("client", client.isEmpty ? nil : client.joined(separator: ", ")),
            ("time", "\(Self.duration(ticket.logged)) of \(estimate)"),
            ("made", "\(ticket.createdAt) by \(ticket.createdBy)"),
            ("flags", flags.isEmpty ? nil : flags.joined(separator: ", ")),
        ]
        return TextTable(rows: rows.compactMap { row in row.1.map { ["  " + row.0, $0] } }).text
    }

    private static func duration(_ minutes: Int64) -> String {
        (try? WorkDuration(minutes: minutes))?.description ?? "\(minutes)m"
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : ([title] + lines.map(\.indented)).joined(separator: "\n")
    }
}

extension CommentRecord {
    fileprivate var paragraph: String {
        let audience = isVisible ? "to the client" : "internal"
        let held = isHeld ? ", held" : ""
        return "\(id)  \(author), \(createdAt) (\(audience)\(held))\n" + body.indented
    }
}

extension TimeRecord {
    var line: String {
        let duration = (try? WorkDuration(minutes: minutes))?.description ?? "\(minutes)m"
        return ["\(id)", day, member, duration, note?.printable ?? ""].joined(separator: "  ")
    }
}

extension DocumentRecord {
    fileprivate var line: String {
        let audience = isVisible ? "for the client" : "internal"
        let held = isHeld ? ", held" : ""
        let place =
            switch self.place {
            case .here: ""
            case .hereOnly: ", not sent yet"
            case .hub: ", at the hub"
            case .author: ", on the laptop of its author"
            }
        return "\(id)  \(name.printable), by \(author)\(place), \(ByteCount(size)) "
            + "(\(audience)\(held))"
    }
}
