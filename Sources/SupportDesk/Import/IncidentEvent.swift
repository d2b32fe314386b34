// One row of the incident log: who updated which incident when, and what it was afterwards.

/// An update of an incident.
public struct IncidentEvent: Hashable, Sendable {
    /// The line of the file.
    public let line: Int
    /// The incident's number: `INC0000045`.
    public let incident: String
    public let writer: String
    /// When it was made; the log's minutes, read as UTC.
    public let actedAt: Moment
    /// The log's own word for the state.
    public let state: String
    public let ticket: IncidentTicket

    /// - Throws: ``DeskError`` `bad_file` that names the line.
    init(_ row: IncidentRow) throws {
        line = row.line
        incident = try row.required("number")
        writer = try row.required("sys_updated_by")
        let time = try row.required("sys_updated_at")
        guard let moment = Self.moment(time) else {
            throw row.error("\"\(time)\" is no time as dd-mm-yyyy hh:mm.")
        }
        actedAt = moment
        state = try row.required("incident_state")
        guard let status = Self.statusByState[state] else {
            throw row.error("\"\(state)\" is no state of an incident.")
        }
        let urgency = try row.required("priority")
        guard let priority = Self.priorityByName[urgency] else {
            throw row.error("\"\(urgency)\" is no priority of an incident.")
        }
        ticket = IncidentTicket(
            title: [incident, row["u_symptom"]].compactMap { $0 }.joined(separator: " "),
            description: Self.description(row), status: status, priority: priority,
            category: row["category"], assignee: row["assigned_to"], contact: row["caller_id"],
            organization: row["location"], project: row["assignment_group"])
    }

    /// Waiting for somebody is no stage before or after working, so it is in progress.
    private static let statusByState: [String: Status] = [
        "New": .open, "Active": .inProgress, "Awaiting User Info": .inProgress,
        "Awaiting Problem": .inProgress, "Awaiting Vendor": .inProgress,
        "Awaiting Evidence": .inProgress, "Resolved": .resolved, "Closed": .closed,
    ]

    private static let priorityByName: [String: Priority] = [
        "1 - Critical": .urgent, "2 - High": .high, "3 - Moderate": .normal, "4 - Low": .low,
    ]

    private static func description(_ row: IncidentRow) -> String? {
        let labels = [
            ("Opened", "opened_at"), ("By", "opened_by"), ("Reported by", "contact_type"),
            ("Subcategory", "subcategory"), ("Configuration item", "cmdb_ci"),
        ]
        let lines = labels.compactMap { label, column in
            row[column].map { "\(label): \($0)" }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private static func moment(_ text: String) -> Moment? {
        guard let match = text.wholeMatch(of: /(\d\d)-(\d\d)-(\d{4}) (\d\d?):(\d\d)/),
            let day = CalendarDay("\(match.3)-\(match.2)-\(match.1)"),
            let hour = Int64(match.4), let minute = Int64(match.5), hour < 24, minute < 60
        else { return nil }
        let minutes = Int64(day.daysSince1970) * 1_440 + hour * 60 + minute
        return Moment(milliseconds: minutes * 60_000)
    }
}

/// A row of the log by column.
struct IncidentRow {
    let line: Int
    private let textByColumn: [String: String]

    /// Runs of blanks are one blank; `?` is the log's mark for what it does not know.
    init(_ record: CSVReader.Record, columns: [String]) throws {
        line = record.line
        var texts: [String: String] = [:]
        for (column, field) in zip(columns, record.fields) {
            let text = field.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !text.isEmpty, text != "?" { texts[column] = text }
        }
        textByColumn = texts
        guard record.fields.count == columns.count else {
            throw error("\(record.fields.count) fields under \(columns.count) columns.")
        }
    }

    subscript(column: String) -> String? { textByColumn[column] }

    func required(_ column: String) throws -> String {
        guard let text = textByColumn[column] else { throw error("There is no \(column).") }
        return text
    }

    func error(_ message: String) -> DeskError {
        DeskError(
            .badFile, "Line \(line): \(message)",
            hint: "specs/incident-log.md says what the log holds.")
    }
}
