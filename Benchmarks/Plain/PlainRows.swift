// The workload as cells that SQLite can bind without any work: the baseline spends no time on it.

import SupportDesk

/// A value at hand in memory.
enum PlainCell {
    case integer(Int64)
    case text(UnsafePointer<CChar>, Int32)
}

/// The rows of both tables, with the memory that their texts lie in.
final class PlainRows {
    static let ticketColumns = [
        "id", "title", "description", "status", "priority", "type", "category", "assignee",
        "contact", "organization", "project", "estimate", "created", "updated",
    ]
    static let commentColumns = ["id", "ticket", "author", "internal", "body", "created"]
    private static let integerColumns: Set = ["estimate", "created", "updated", "internal"]

    private(set) var tickets: [[PlainCell]] = []
    private(set) var comments: [[PlainCell]] = []
    private(set) var statuses: [PlainCell] = []
    private var texts: [UnsafeMutablePointer<CChar>] = []
    /// Texts that many rows share lie in memory once.
    private var textByString: [String: PlainCell] = [:]

    init(_ workload: Workload) {
        statuses = ["Open", "In Progress", "Resolved", "Closed"].map(shared)
        let priorities = ["Urgent", "High", "Normal", "Low"].map(shared)
        tickets = workload.tickets.map { ticket in
            [
                text(ticket.identifier), text(ticket.title), text(ticket.description),
                statuses[Int(ticket.status.rawValue)], priorities[Int(ticket.priority.rawValue)],
                shared(Workload.types[ticket.type]), shared(Workload.categories[ticket.category]),
                shared(workload.users[ticket.assignee]), shared(workload.contacts[ticket.contact]),
                shared(workload.organizations[ticket.organization]),
                shared(workload.projects[ticket.project]),
                .integer(Int64(ticket.estimateMinutes)), .integer(ticket.createdMilliseconds),
                .integer(ticket.updatedMilliseconds),
            ]
        }
        comments = workload.comments.map { comment in
            [
                text(comment.identifier), tickets[comment.ticket][0],
                shared(workload.users[comment.author]), .integer(comment.isInternal ? 1 : 0),
                text(comment.body), .integer(comment.createdMilliseconds),
            ]
        }
    }

    deinit { for text in texts { text.deallocate() } }

    private func text(_ string: String) -> PlainCell {
        let bytes = string.utf8CString
        let start = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { start[index] = byte }
        texts.append(start)
        return .text(UnsafePointer(start), Int32(bytes.count - 1))
    }

    private func shared(_ string: String) -> PlainCell {
        if let cell = textByString[string] { return cell }
        let cell = text(string)
        textByString[string] = cell
        return cell
    }

    /// `CREATE TABLE` of one table, with a text as its primary key.
    static func createSQL(_ table: String, _ columns: [String]) -> String {
        let definitions = columns.map { column in
            if column == "id" { return "id TEXT PRIMARY KEY NOT NULL" }
            let type = integerColumns.contains(column) ? "INTEGER" : "TEXT"
            return "\(column) \(type) NOT NULL"
        }
        return "CREATE TABLE \(table)(\(definitions.joined(separator: ", ")))"
    }

    static func insertSQL(_ table: String, _ columns: [String]) -> String {
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ",")
        return "INSERT INTO \(table)(\(columns.joined(separator: ","))) VALUES(\(marks))"
    }
}
