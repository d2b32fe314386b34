// The audit log of a ServiceNow service desk, as specs/incident-log.md reads it.

/// All updates of a log, and the names that they mention.
public struct IncidentLog: Sendable {
    /// As they stand in the file: those of one incident together, oldest first.
    public let events: [IncidentEvent]

    /// - Throws: ``DeskError`` `bad_file` that names the line.
    /// - Complexity: O(bytes of the file), all of it held in memory.
    public init(path: String) throws {
        let bytes = try FileBytes(path: path)
        var reader = CSVReader { try bytes.next() }
        events = try Self.events(&reader)
    }

    init(_ text: String) throws {
        var reader = CSVReader(text)
        events = try Self.events(&reader)
    }

    private static func events(_ reader: inout CSVReader) throws -> [IncidentEvent] {
        let columns = try reader.next()?.fields ?? []
        let missing = required.filter { !columns.contains($0) }
        guard missing.isEmpty else {
            throw DeskError(
                .badFile, "Line 1: there is no column \(missing.joined(separator: ", ")).",
                hint: "The file is no incident log; leave --map out for other files.")
        }
        var events: [IncidentEvent] = []
        while let record = try reader.next() {
            let event = try IncidentEvent(IncidentRow(record, columns: columns))
            events.append(event)
            guard events.count <= ImportLimits.maximumRecords else {
                throw DeskError(.badFile, "Line \(record.line): the file has too many rows.")
            }
        }
        return events
    }

    private static let required = [
        "number", "incident_state", "sys_updated_by", "sys_updated_at", "priority",
    ]

    /// The incidents in the order of the file, each with its updates in theirs.
    public var incidents: [(number: String, events: [IncidentEvent])] {
        var indexByNumber: [String: Int] = [:]
        var incidents: [(number: String, events: [IncidentEvent])] = []
        for event in events {
            if let index = indexByNumber[event.incident] {
                incidents[index].events.append(event)
            } else {
                indexByNumber[event.incident] = incidents.count
                incidents.append((event.incident, [event]))
            }
        }
        return incidents
    }

    /// Who wrote, each once, in the order in which the file names them first.
    public var writers: [String] { Self.distinct(events.map(\.writer)) }

    /// Everybody who has to be a member: writers, then those whom incidents were assigned to.
    public var members: [String] {
        Self.distinct(events.map(\.writer) + events.compactMap(\.ticket.assignee))
    }

    /// The names that a list has to hold, in the order in which the file names them first.
    public func names(in list: NamedList) -> [String] {
        Self.distinct(
            events.compactMap { event in
                switch list {
                case .category: event.ticket.category
                case .contact: event.ticket.contact
                case .organization: event.ticket.organization
                case .project: event.ticket.project
                case .type: nil
                }
            })
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
