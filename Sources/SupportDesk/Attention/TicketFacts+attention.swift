// The attention flags themselves: one small question each over the facts of a ticket.

import SyncEngine

extension TicketFacts {
    /// What about the ticket deserves a look, in the order in which the codes are declared.
    /// - Parameter codes: only these are asked about.
    /// - Complexity: O(rows that belong to it).
    package func attention(
        among codes: Set<AttentionCode> = Set(AttentionCode.allCases)
    ) -> [AttentionRecord] {
        AttentionCode.allCases.filter(codes.contains).compactMap { code in
            sentence(for: code).map { AttentionRecord(code: code, sentence: $0) }
        }
    }

    private func sentence(for code: AttentionCode) -> String? {
        switch code {
        case .lateActivity: lateActivity
        case .noOwner: noOwner
        case .reassignedAndFinished: reassignedAndFinished
        case .ownerDeactivated: ownerDeactivated
        case .foreignContact: foreignContact
        case .held: held
        case .archivedCategory: archivedCategory
        case .urgentAndFinished: urgentAndFinished
        case .sharedWithNobody: sharedWithNobody
        case .overEstimate: overEstimate
        case .twoClaims: twoClaims
        }
    }

    /// More than this many rows are counted instead of named.
    private static let maximumNamedRows = 3

    /// A row is late only if nobody who finished the ticket that way had it on the screen.
    private var lateActivity: String? {
        let finishes = finishes
        guard !finishes.isEmpty else { return nil }
        let late = present.filter { row in
            !finishes.contains { $0.hadSeen(row.state.creation.dot) }
        }
        guard !late.isEmpty else { return nil }
        let named = late.prefix(Self.maximumNamedRows).map(\.spelled)
        let rest = late.count - named.count
        let list = named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        return "Whoever finished it had not seen \(list): read it, and reopen the ticket if needed."
    }

    private var noOwner: String? {
        guard status == .inProgress, outcome(TicketField.assignee).shown.isNull else { return nil }
        return "It is in progress and nobody has it: assign or claim it."
    }

    private var reassignedAndFinished: String? {
        let owner = outcome(TicketField.assignee).shown
        let finishes = finishes
        guard !owner.isNull, !finishes.isEmpty else { return nil }
        let assignments = ticket[TicketField.assignee].siblings.filter { $0.value == owner }
        let isApart = assignments.allSatisfy { assignment in
            finishes.allSatisfy { Sibling.isApart(assignment, $0) }
        }
        guard isApart else { return nil }
        return "It was given to somebody while somebody else finished it: tell the new owner."
    }

    /// A closed ticket needs no owner; a resolved one may come back.
    private var ownerDeactivated: String? {
        guard !isOwnerActive, status != .closed, !outcome(TicketField.assignee).shown.isNull else {
            return nil
        }
        return "Whoever has it is deactivated: it needs an owner."
    }

    private var foreignContact: String? {
        let client = outcome(TicketField.client).shown.components
        guard client.count == 2, !client[0].isNull, !client[1].isNull,
            !contactOrganization.isNull, contactOrganization != client[1]
        else { return nil }
        return "Its contact belongs to another organization: choose the pair that is meant."
    }

    private var held: String? {
        var names = outcome(TicketField.shared).isHeld ? ["the ticket"] : []
        names += present.filter(\.isHeld).map(\.spelled)
        guard !names.isEmpty else { return nil }
        return "Held back from the client: \(names.joined(separator: ", ")). "
            + "Look at it, and confirm or withdraw."
    }

    private var archivedCategory: String? {
        guard isCategoryArchived, !isFinished, !outcome(TicketField.category).shown.isNull else {
            return nil
        }
        return "Its category is archived: choose another, or restore it."
    }

    /// The rule of the priority asks for a review in this case alone.
    private var urgentAndFinished: String? {
        guard outcome(TicketField.priority).grade == .review else { return nil }
        return "It was raised to urgent while somebody else finished it: reopen or lower it."
    }

    private var sharedWithNobody: String? {
        let shared = outcome(TicketField.shared)
        guard shared.shown == .boolean(true) || shared.isHeld,
            outcome(TicketField.client).shown.components.allSatisfy(\.isNull)
        else { return nil }
        return "It is shared with the client and names none: set a contact or an organization."
    }

    private var overEstimate: String? {
        guard let estimate = outcome(TicketField.estimate).shown.integer else { return nil }
        // Bounded, so that no sum of sums can overflow.
        let logged = timeEntries.reduce(Int64(0)) { sum, entry in
            let minutes = entry.outcome(TimeEntryField.minutes).shown.integer ?? 0
            return sum.addingReportingOverflow(minutes).overflow ? .max : sum + minutes
        }
        guard logged > estimate else { return nil }
        func spelled(_ minutes: Int64) -> String {
            (try? WorkDuration(minutes: minutes))?.description ?? "\(minutes) minutes"
        }
        return "\(spelled(logged)) logged, \(spelled(estimate)) estimated: correct either."
    }

    private var twoClaims: String? {
        let claims = ticket[TicketField.assignee].siblings.filter { $0.evidence.intent == .claim }
        let claimants = Set(claims.compactMap { $0.value.integer.flatMap(RowID.init(rawValue:)) })
        guard claimants.count > 1 else { return nil }
        var workersByDay: [String: Set<RowID>] = [:]
        for entry in timeEntries {
            guard let day = entry.outcome(TimeEntryField.day).shown.text,
                let worker = memberByReplica[entry.state.creation.dot.ordinal],
                claimants.contains(worker)
            else { continue }
            workersByDay[day, default: []].insert(worker)
        }
        let days = workersByDay.filter { $0.value.count > 1 }.keys
        guard let day = days.min(by: { Value.text($0) < .text($1) }) else { return nil }
        return "Several people claimed it apart and logged time on \(day): "
            + "see whether one hour was done twice."
    }
}
