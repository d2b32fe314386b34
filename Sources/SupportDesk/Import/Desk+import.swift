// Tickets from another system: every row once, however often the file is imported.

import Foundation
import LocalStore
import SyncEngine

extension Desk {
    /// Imports a `.csv` file with a header, or a `.json` file with an array of objects.
    ///
    /// A ticket is a unit with the key of its row in `external_id`, which is replicated: importing
    /// the file again, here or after a sync elsewhere, makes no second ticket. Two laptops that
    /// import it before either has synced make two. What stands before a mistake is imported.
    /// - Parameter progress: called after each row.
    /// - Throws: ``DeskError`` `bad_file` that names the line.
    public func importTickets(
        path: String, mapping: ImportMapping = ImportMapping(),
        progress: (ImportReport) -> Void = { _ in }
    ) throws -> ImportReport {
        var importing = TicketImport(desk: self)
        let take = { (row: ImportRow) in
            try importing.take(row)
            progress(importing.report)
        }
        if path.lowercased().hasSuffix(".json") {
            try Self.jsonRows(path, mapping, take)
        } else {
            try Self.csvRows(path, mapping, take)
        }
        return importing.report
    }

    private static func csvRows(
        _ path: String, _ mapping: ImportMapping, _ body: (ImportRow) throws -> Void
    ) throws {
        let bytes = try FileBytes(path: path)
        var reader = CSVReader { try bytes.next() }
        guard let header = try reader.next() else {
            throw DeskError(.badFile, "The file is empty.", hint: "Its first line names columns.")
        }
        guard Set(header.fields).count == header.fields.count else {
            throw DeskError(.badFile, "Line \(header.line): a column stands twice.")
        }
        let columns = try mapping.resolved(among: header.fields, line: header.line)
        while let record = try reader.next() {
            guard record.fields.count == header.fields.count else {
                throw DeskError(
                    .badFile,
                    "Line \(record.line): \(record.fields.count) fields under "
                        + "\(header.fields.count) columns.",
                    hint: "What stood before it is imported; mend the file and import it again.")
            }
            let values = Dictionary(uniqueKeysWithValues: zip(header.fields, record.fields))
            try body(ImportRow(line: record.line, columns: columns, values: values))
        }
    }

    private static func jsonRows(
        _ path: String, _ mapping: ImportMapping, _ body: (ImportRow) throws -> Void
    ) throws {
        let file = try FileBytes(path: path)
        var bytes: [UInt8] = []
        while case let chunk = try file.next(), !chunk.isEmpty {
            bytes += chunk
            guard bytes.count <= ImportLimits.maximumJSONBytes else {
                throw DeskError(.badFile, "The file is too large.", hint: "Split it, or use CSV.")
            }
        }
        try JSONParser.elements(bytes) { line, value in
            guard case .object(let members) = value else {
                throw DeskError(.badFile, "Line \(line): not an object.")
            }
            let columns = try mapping.resolved(among: members.map(\.key), line: line)
            let values = members.compactMap { member in
                plain(member.value).map { (member.key, $0) }
            }
            try body(
                ImportRow(
                    line: line, columns: columns,
                    values: Dictionary(values) { first, _ in first }))
        }
    }

    /// What a scalar says; nothing for null and for what is nested.
    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        case .null, .array, .object: nil
        }
    }
}

/// An import under way.
struct TicketImport {
    private(set) var report = ImportReport()
    private let desk: Desk
    private var names: ImportedNames

    init(desk: Desk) {
        self.desk = desk
        names = ImportedNames(desk: desk)
    }

    mutating func take(_ row: ImportRow) throws {
        report.rows += 1
        guard report.rows <= ImportLimits.maximumRecords else {
            throw row.error("The file has too many rows.")
        }
        guard try desk.ticket(externalID: row.externalID) == nil else {
            report.existing += 1
            return
        }
        var draft = try row.draft()
        let left = try resolve(&draft, row)
        let acting = try row.createdAt().map { desk.acting(at: $0) } ?? desk
        _ = try acting.act { action in
            let ticket = try action.create(draft)
            guard !left.isEmpty else { return }
            _ = try action.comment(
                on: ticket, "Imported without \(left.joined(separator: ", ")): unknown here.",
                .internal)
        }
        report.created += 1
    }

    /// Fills in the rows that the texts name.
    /// - Returns: what could not be found: `assignee "Ana"`.
    private mutating func resolve(
        _ draft: inout TicketDraft, _ row: ImportRow
    ) throws -> [String] {
        let texts = row.textByField
        draft.type = try names.row(texts[.type], in: .type)
        draft.category = try names.row(texts[.category], in: .category)
        draft.project = try names.row(texts[.project], in: .project)
        draft.organization = try names.row(texts[.organization], in: .organization)
        draft.contact = try names.row(texts[.contact], in: .contact)
        draft.assignee = try names.member(texts[.assignee])
        report.unknown = names.unknown
        let found: [(ImportMapping.Field, Reference?)] = [
            (.type, draft.type), (.category, draft.category), (.project, draft.project),
            (.organization, draft.organization), (.contact, draft.contact),
            (.assignee, draft.assignee),
        ]
        return found.compactMap { field, reference in
            guard reference == nil, let text = texts[field] else { return nil }
            return "\(field.rawValue) \"\(text)\""
        }
    }
}

extension Desk {
    /// The ticket that was imported under a key.
    /// - Complexity: one lookup in an index.
    func ticket(externalID: String) throws -> RowID? {
        try store.read { reader in
            try reader.select(
                "SELECT id FROM ticket WHERE external_id = ? ORDER BY id LIMIT 1",
                [.text(externalID)]
            ).first?["id"].integer.flatMap(RowID.init(rawValue:))
        }
    }
}
