// A row of another system's export, read as a ticket of ours.

import SyncEngine

/// Texts by field; a field that is empty or not there has none.
struct ImportRow {
    let line: Int
    let textByField: [ImportMapping.Field: String]
    /// All of the row, for the key of rows that have none.
    private let content: [String]

    init(line: Int, columns: [ImportMapping.Field: String], values: [String: String]) {
        self.line = line
        textByField = columns.compactMapValues { column in
            guard let text = values[column], text.contains(where: { !$0.isWhitespace }) else {
                return nil
            }
            return text
        }
        content = values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }

    /// The same for the same row of the same system, however often and wherever it is imported.
    /// Without a key in the file it is a hash of the row, and two equal rows are one ticket.
    var externalID: String {
        if let id = textByField[.id] { return id }
        var bytes: [UInt8] = []
        for text in content { bytes += Array(text.utf8) + [0] }
        let digits = SHA256.hash(bytes).prefix(12).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "row:" + digits.joined()
    }

    /// What needs no look at the workspace; names of rows are the desk's to find.
    func draft() throws -> TicketDraft {
        guard let title = textByField[.title] else { throw error("The title is empty.") }
        var draft = TicketDraft(title: title)
        draft.externalID = externalID
        draft.description = textByField[.description]
        if let text = textByField[.status] {
            guard let status = Self.statusByWord[ImportMapping.normalized(text)] else {
                throw error("\"\(text)\" is no status.")
            }
            draft.status = status
        }
        if let text = textByField[.priority] {
            guard let priority = Self.priorityByWord[ImportMapping.normalized(text)] else {
                throw error("\"\(text)\" is no priority.")
            }
            draft.priority = priority
        }
        if let text = textByField[.estimate] {
            do {
                draft.estimate = try WorkDuration(text).minutes
            } catch { throw self.error("\"\(text)\" is no length of time.") }
        }
        return draft
    }

    /// When the ticket was made there, if the row says.
    func createdAt() throws -> Int64? {
        guard let text = textByField[.createdAt] else { return nil }
        if let moment = Moment(text) { return moment.milliseconds }
        if let day = CalendarDay(text) { return Int64(day.daysSince1970) * 86_400_000 }
        throw error("\"\(text)\" is no time as RFC 3339 has it.")
    }

    func error(_ message: String) -> DeskError {
        DeskError(
            .badFile, "Line \(line): \(message)",
            hint: "What stood before it is imported; mend the file and import it again.")
    }

    private static let statusByWord: [String: Status] = [
        "open": .open, "new": .open, "todo": .open, "to_do": .open, "reopened": .open,
        "in_progress": .inProgress, "active": .inProgress, "pending": .inProgress,
        "waiting": .inProgress, "on_hold": .inProgress,
        "resolved": .resolved, "solved": .resolved, "done": .resolved, "closed": .closed,
    ]

    private static let priorityByWord: [String: Priority] = [
        "urgent": .urgent, "critical": .urgent, "highest": .urgent, "high": .high,
        "normal": .normal, "medium": .normal, "moderate": .normal, "low": .low, "lowest": .low,
    ]
}
