// Making and editing tickets: each call is one unit, and writes only what changes.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Creates a ticket; its id is final at once.
    /// - Throws: ``DeskError`` for an empty title, an unknown or ambiguous name, a bad number.
    @discardableResult
    public func createTicket(_ draft: TicketDraft) throws -> RowID {
        try act { try $0.create(draft) }.value
    }

    /// Edits one ticket.
    /// - Parameter seen: what the person had on the screen; without it, what is shown now.
    /// - Returns: the unit's name, or `nil` if nothing differed.
    @discardableResult
    public func edit(_ ticket: RowID, _ edit: TicketEdit, seen: Rendered? = nil) throws -> Dot? {
        try self.edit([ticket], edit, seen: seen.map { [$0] } ?? [])
    }

    /// Edits several tickets alike, as one unit: all of them or none.
    /// - Parameter seen: tokens that between them hold every ticket, or none at all.
    @discardableResult
    public func edit(
        _ tickets: [RowID], _ edit: TicketEdit, seen: [Rendered] = []
    ) throws -> Dot? {
        try act(seen: seen) { action in
            var done: Set<RowID> = []
            for ticket in tickets where done.insert(ticket).inserted {
                try action.edit(RowKey(TicketSchema.ticket, ticket), edit)
            }
        }.dot
    }

    /// Sets the status; leaving resolved or closed backwards begins a new cycle.
    @discardableResult
    public func setStatus(_ ticket: RowID, _ status: Status, seen: Rendered? = nil) throws -> Dot? {
        var edit = TicketEdit()
        edit.status = status
        return try self.edit(ticket, edit, seen: seen)
    }

    /// Opens a ticket that was resolved or closed.
    /// - Throws: ``DeskError`` `nothing_to_do` if it is neither.
    @discardableResult
    public func reopen(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let key = RowKey(TicketSchema.ticket, ticket)
            let shown = try action.screen(key).outcome(TicketField.status).shown
            guard Status.rule.isFinish(shown) else {
                throw DeskError(
                    .nothingToDo, "Ticket \(ticket) is neither resolved nor closed.",
                    hint: "Set its status instead.")
            }
            var edit = TicketEdit()
            edit.status = .open
            try action.edit(key, edit)
        }.dot
    }

    /// Decides who does it.
    @discardableResult
    public func assign(
        _ ticket: RowID, to member: Reference, seen: Rendered? = nil
    ) throws -> Dot? {
        var edit = TicketEdit()
        edit.assignee = .set(member)
        return try self.edit(ticket, edit, seen: seen)
    }

    /// Takes the ticket for oneself.
    @discardableResult
    public func claim(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setAssignee(ticket, .row(me), .claim, seen: seen)
    }

    /// Gives the ticket back: nobody has it.
    @discardableResult
    public func release(_ ticket: RowID, seen: Rendered? = nil) throws -> Dot? {
        try setAssignee(ticket, .null, .release, seen: seen)
    }

    private func setAssignee(
        _ ticket: RowID, _ value: Value, _ intent: Intent, seen: Rendered?
    ) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) {
            try $0.set(
                RowKey(TicketSchema.ticket, ticket), TicketField.assignee, to: value,
                given: Evidence([.intent(intent)]))
        }.dot
    }
}

extension Action {
    /// Creates the ticket of a draft within the unit.
    func create(_ draft: TicketDraft) throws -> RowID {
        var values: [FieldID: Value] = [
            TicketField.title: .text(try TextCheck.title(draft.title)),
            TicketField.status: draft.status.value(from: .null),
            TicketField.priority: draft.priority.value,
        ]
        if let text = draft.description, !text.isEmpty {
            values[TicketField.description] = .text(try TextCheck.text(text, "description"))
        }
        values[TicketField.type] = try row(draft.type, in: TicketSchema.type)
        values[TicketField.category] = try row(draft.category, in: TicketSchema.category)
        values[TicketField.project] = try row(draft.project, in: TicketSchema.project)
        values[TicketField.assignee] = try row(draft.assignee, in: Directory.memberEntity)
        let client = try client(
            from: .null, contact: Change(draft.contact), organization: Change(draft.organization))
        if !client.isUnset { values[TicketField.client] = client }
        if let minutes = draft.estimate {
            values[TicketField.estimate] = .integer(try WorkDuration(minutes: minutes).minutes)
        }
        if let key = draft.externalID { values[TicketField.externalID] = .text(key) }
        let evidence: [FieldID: Evidence] =
            draft.assignee == nil ? [:] : [TicketField.assignee: Evidence([.intent(.assign)])]
        return try create(
            TicketSchema.ticket, values.filter { !$0.value.isNull }, evidence: evidence)
    }

    /// Writes what the edit sets and the ticket does not show.
    func edit(_ key: RowKey, _ edit: TicketEdit) throws {
        _ = try row(key)
        if let title = edit.title {
            try set(key, TicketField.title, to: .text(try TextCheck.title(title)))
        }
        try editDescription(key, edit)
        if let status = edit.status {
            let shown = try screen(key).outcome(TicketField.status).shown
            try set(key, TicketField.status, to: status.value(from: shown))
        }
        if let priority = edit.priority {
            try set(key, TicketField.priority, to: priority.value)
        }
        try set(key, TicketField.type, to: edit.type, in: TicketSchema.type)
        try set(key, TicketField.category, to: edit.category, in: TicketSchema.category)
        try set(key, TicketField.project, to: edit.project, in: TicketSchema.project)
        try set(key, TicketField.assignee, to: edit.assignee, in: Directory.memberEntity)
        try editClient(key, edit)
        switch edit.estimate {
        case .keep: break
        case .clear: try set(key, TicketField.estimate, to: .null)
        case .set(let minutes):
            let minutes = try WorkDuration(minutes: minutes).minutes
            try set(key, TicketField.estimate, to: .integer(minutes))
        }
    }

    private func editDescription(_ key: RowKey, _ edit: TicketEdit) throws {
        if let text = edit.description {
            let value = try TextCheck.text(text, "description")
            try set(key, TicketField.description, to: value.isEmpty ? .null : .text(value))
        }
        guard let addition = edit.append, !addition.isEmpty else { return }
        guard edit.description == nil else {
            throw DeskError(.badValue, "A description is either replaced or added to, not both.")
        }
        let shown = try screen(key).outcome(TicketField.description).shown.text ?? ""
        let text =
            shown.isEmpty || shown.hasSuffix("\n") ? shown + addition : "\(shown)\n\(addition)"
        try set(key, TicketField.description, to: .text(try TextCheck.text(text, "description")))
    }

    private func editClient(_ key: RowKey, _ edit: TicketEdit) throws {
        guard edit.contact != .keep || edit.organization != .keep else { return }
        let shown = try screen(key).outcome(TicketField.client).shown
        let value = try client(from: shown, contact: edit.contact, organization: edit.organization)
        try set(key, TicketField.client, to: value)
    }

    /// Contact and organization are one value: a contact alone brings its own organization along.
    func client(
        from shown: Value, contact: Change<Reference>, organization: Change<Reference>
    ) throws -> Value {
        let parts = shown.components
        var pair = parts.count == 2 ? parts : [Value.null, .null]
        switch contact {
        case .keep: break
        case .clear: pair[0] = .null
        case .set(let reference):
            let id = try row(reference, in: TicketSchema.contact)
            pair[0] = id
            let home = try id.integer.flatMap(RowID.init(rawValue:)).flatMap {
                try writer.row(RowKey(TicketSchema.contact, $0))?.value(ContactField.organization)
            }
            if let home, !home.isNull { pair[1] = home }
        }
        switch organization {
        case .keep: break
        case .clear: pair[1] = .null
        case .set(let reference): pair[1] = try row(reference, in: TicketSchema.organization)
        }
        return .tuple(pair)
    }

    private func set(
        _ key: RowKey, _ field: FieldID, to change: Change<Reference>, in entity: EntityID
    ) throws {
        switch change {
        case .keep: return
        case .clear: try set(key, field, to: .null, given: intent(field, .release))
        case .set(let reference):
            try set(key, field, to: row(reference, in: entity), given: intent(field, .assign))
        }
    }

    private func intent(_ field: FieldID, _ intent: Intent) -> Evidence {
        field == TicketField.assignee ? Evidence([.intent(intent)]) : .none
    }

    /// The id of the row that a reference means; null for no reference.
    func row(_ reference: Reference?, in entity: EntityID) throws -> Value {
        guard let reference else { return .null }
        return .row(try desk.lookup(writer).find(reference, in: entity, forWriting: true))
    }
}

extension Change {
    init(_ content: Content?) { self = content.map { .set($0) } ?? .keep }
}
