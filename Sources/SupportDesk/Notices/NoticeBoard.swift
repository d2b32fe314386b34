// The notices and reviews of one member, derived from the sibling sets of the replica.

import LocalStore
import SyncEngine

/// What a member is told, over one snapshot.
struct NoticeBoard {
    let reader: StoreReader
    private let desk: Desk
    let display: Display
    let memberByReplica: [ReplicaOrdinal: RowID]
    private let admins: Set<RowID>
    private let read: Set<String>
    let member: RowID

    init(_ reader: StoreReader, desk: Desk, of member: RowID) throws {
        self.reader = reader
        self.desk = desk
        self.member = member
        display = try Display(reader, desk: desk)
        memberByReplica = display.people.memberByReplica
        let rows = try reader.select(
            "SELECT id FROM member WHERE role IN ('owner', 'admin') AND IFNULL(active, 1) = 1")
        admins = Set(rows.compactMap { $0["id"].integer.flatMap(RowID.init(rawValue:)) })
        read = try Self.subjects(reader, readBy: member, memberByReplica)
    }

    /// The latest first.
    /// - Complexity: O(disputed fields).
    func records() throws -> [NoticeRecord] {
        let disputes = try Disputes(reader, schema: desk.store.schema)
        let fields = try disputes.paths.compactMap { try record($0.path, of: $0.ticket) }
        return (fields + (try replacements())).sorted {
            $0.at == $1.at ? $0.id < $1.id : $0.at > $1.at
        }
    }

    /// How many notices are not read; what waits for a decision is counted elsewhere.
    /// - Complexity: O(disputed fields); no sentence is made.
    func unreadNotices() throws -> Int {
        let disputes = try Disputes(reader, schema: desk.store.schema)
        return try disputes.all.count { dispute in
            guard dispute.grade < .review, let row = try reader.row(dispute.path.key) else {
                return false
            }
            let route = try route(dispute.path, row, of: dispute.ticket)
            return route.audience.contains(member) && !read.contains(route.subject)
        }
    }

    private static func subjects(
        _ reader: StoreReader, readBy member: RowID, _ members: [ReplicaOrdinal: RowID]
    ) throws -> Set<String> {
        let marks = try reader.select("SELECT id, subject FROM read_mark")
        return Set(
            marks.compactMap { mark in
                let maker = mark["id"].integer.flatMap(RowID.init(rawValue:))?.ordinal
                return maker.flatMap { members[$0] } == member ? mark["subject"].text : nil
            })
    }

    private func record(_ path: FieldPath, of ticket: RowID?) throws -> NoticeRecord? {
        guard let row = try reader.row(path.key) else { return nil }
        let route = try route(path, row, of: ticket)
        let audience = route.audience
        guard audience.contains(member) else { return nil }
        let outcome = route.outcome
        let names = try audience.compactMap {
            try display.name(of: Directory.memberEntity, $0.rawValue)
        }
        let stamps = row.stored.shown[path.field].siblings.map(\.stamp)
        return NoticeRecord(
            id: route.subject, ticket: ticket, field: path.spelled(in: desk.store.schema),
            grade: outcome.grade, rule: path.rule(in: desk.store.schema),
            sentence: try sentence(path, row, outcome, of: ticket),
            at: Moment(milliseconds: stamps.max()?.milliseconds ?? row.createdAt),
            audience: names.sorted { Value.text($0) < .text($1) },
            isRead: outcome.grade < .review && read.contains(route.subject))
    }

    private func route(_ path: FieldPath, _ row: Row, of ticket: RowID?) throws -> NoticeRoute {
        var route = NoticeRoute(path.key, path.field, of: row.stored.shown)
        route.memberByReplica = memberByReplica
        route.admins = admins
        let ticket = try ticket.flatMap { try reader.row(RowKey(TicketSchema.ticket, $0)) }
        func shown(_ field: FieldID) -> RowID? {
            ticket?.value(field).integer.flatMap(RowID.init(rawValue:))
        }
        route.assignee = shown(TicketField.assignee)
        if path.field == TicketField.category, let category = shown(TicketField.category) {
            let row = try reader.row(RowKey(TicketSchema.category, category))
            route.isCategoryArchived = row?.value(NamedField.archived) == .boolean(true)
        }
        return route
    }

    private func sentence(
        _ path: FieldPath, _ row: Row, _ outcome: Outcome, of ticket: RowID?
    ) throws -> String {
        let field = path.spelled(in: desk.store.schema)
        let place = ticket.map { "Ticket \($0), \(field)" } ?? field
        let writes = try row.stored.shown[path.field].siblings.map { sibling in
            let record = try display.record(sibling, of: path)
            return "\(record.member) wrote \(record.value.brief) on \(record.device) "
                + "at \(record.actedAt)"
        }
        let shown = try display.json(outcome.shown, of: path).brief
        let reason = outcome.reason.isEmpty ? "" : " " + outcome.reason
        return "\(place) shows \(shown): \(writes.joined(separator: "; "))."
            + "\(reason) (rule \(path.rule(in: desk.store.schema))) \(remedy(outcome))"
    }

    private func remedy(_ outcome: Outcome) -> String {
        if outcome.isHeld { return "Look at it and confirm the release, or withdraw it." }
        return outcome.grade == .review
            ? "Keep it, use another value or set a new one; it waits until somebody decides."
            : "Write the field again if another value is right, or say that you have read this."
    }
}

extension JSONValue {
    /// In a sentence: texts in quotes and not longer than a line.
    fileprivate var brief: String {
        switch self {
        case .null: return "nothing"
        case .boolean(let flag): return flag ? "yes" : "no"
        case .integer(let number): return "\(number)"
        case .string(let text):
            let line = text.prefix(Self.maximumBriefCharacters)
                .map { $0.isNewline ? " " : String($0) }.joined()
            return "\"\(line)\(text.count > line.count ? "..." : "")\""
        case .array(let items): return items.map(\.brief).joined(separator: ", ")
        case .object(let members):
            return members.map { "\($0.key) \($0.value.brief)" }.joined(separator: ", ")
        }
    }

    private static let maximumBriefCharacters = 60
}
