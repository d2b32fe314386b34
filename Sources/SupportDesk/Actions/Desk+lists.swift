// Adding to the lists that tickets choose from, renaming, archiving and restoring.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Adds a row to a list.
    /// - Throws: ``DeskError`` `already_exists` if an active row has the name; `not_allowed` where
    ///   this laptop knows that the hub would refuse it.
    @discardableResult
    public func add(_ draft: NamedDraft, to list: NamedList) throws -> RowID {
        try act { action in
            if let row = try action.active(Reference(draft.name), in: list) {
                throw DeskError(
                    .alreadyExists, "The \(list.rawValue) \"\(draft.name)\" exists: \(row).",
                    hint: "Use it, or choose another name.")
            }
            return try action.add(draft, to: list)
        }.value
    }

    /// The active row of that name, made if no row has it.
    /// - Throws: ``DeskError`` if several have it, or only one that is archived.
    public func ensure(_ name: String, in list: NamedList) throws -> RowID {
        try act { action in
            let reference = Reference(name)
            let rows = try lookup(action.writer).named(list.entity)
            let matches = Lookup.matches(of: reference, among: rows)
            let known = try Lookup.only(matches, reference, forWriting: true, list.rawValue)
            return try known ?? action.add(NamedDraft(name), to: list)
        }.value
    }

    /// Gives a row another name, wherever it stands.
    @discardableResult
    public func rename(_ row: Reference, in list: NamedList, to name: String) throws -> Dot? {
        let value = Value.text(try TextCheck.name(name))
        return try set(row, in: list, NamedField.name, value)
    }

    /// Edits a row of a list, as one unit.
    /// - Parameter seen: what the person had on the screen; without it, what is shown now.
    /// - Throws: ``DeskError`` for an empty name, and for what rows of this list do not have.
    @discardableResult
    public func edit(
        _ row: Reference, in list: NamedList, _ edit: NamedEdit, seen: Rendered? = nil
    ) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            try action.requireRight(to: list)
            let id = try lookup(action.writer).find(row, in: list.entity, forWriting: false)
            try action.edit(RowKey(list.entity, id), of: list, edit)
        }.dot
    }

    /// Takes a row out of the choices; tickets that have it keep it.
    @discardableResult
    public func archive(_ row: Reference, in list: NamedList) throws -> Dot? {
        try set(row, in: list, NamedField.archived, .boolean(true))
    }

    /// Offers an archived row again.
    @discardableResult
    public func restore(_ row: Reference, in list: NamedList) throws -> Dot? {
        try set(row, in: list, NamedField.archived, .boolean(false))
    }

    private func set(
        _ row: Reference, in list: NamedList, _ field: FieldID, _ value: Value
    ) throws -> Dot? {
        try act { action in
            try action.requireRight(to: list)
            let id = try lookup(action.writer).find(row, in: list.entity, forWriting: false)
            try action.set(RowKey(list.entity, id), field, to: value)
        }.dot
    }
}

extension Action {
    fileprivate func active(_ name: Reference, in list: NamedList) throws -> RowID? {
        try desk.lookup(writer).named(list.entity)
            .first { $0.isUsable && Value.text($0.name) == .text(name.text) }?.id
    }

    func add(_ draft: NamedDraft, to list: NamedList) throws -> RowID {
        try requireRight(to: list)
        var values: [FieldID: Value] = [NamedField.name: .text(try TextCheck.name(draft.name))]
        if let organization = draft.organization {
            guard let field = list.organizationField else {
                throw DeskError(.badValue, "A \(list.rawValue) has no organization.")
            }
            values[field] = try row(organization, in: TicketSchema.organization)
        }
        if let email = draft.email {
            guard list == .contact else {
                throw DeskError(.badValue, "A \(list.rawValue) has no e-mail address.")
            }
            values[ContactField.email] = .text(try TextCheck.name(email))
        }
        return try create(list.entity, values)
    }

    fileprivate func edit(_ key: RowKey, of list: NamedList, _ edit: NamedEdit) throws {
        if let name = edit.name {
            try set(key, NamedField.name, to: .text(try TextCheck.name(name)))
        }
        if edit.organization != .keep {
            guard let field = list.organizationField else {
                throw DeskError(.badValue, "A \(list.rawValue) has no organization.")
            }
            let organization = try row(edit.organization.content, in: TicketSchema.organization)
            try set(key, field, to: organization)
        }
        if edit.email != .keep {
            guard list == .contact else {
                throw DeskError(.badValue, "A \(list.rawValue) has no e-mail address.")
            }
            let email = try edit.email.content.map { Value.text(try TextCheck.name($0)) }
            try set(key, ContactField.email, to: email ?? .null)
        }
    }

    /// A courtesy: the hub judges roles at receipt, whatever this laptop thinks. Where it knows
    /// nothing of the member, it lets the write pass.
    fileprivate func requireRight(to list: NamedList) throws {
        let member = try writer.row(RowKey(Directory.memberEntity, desk.me))
        let code = member?.value(Directory.MemberField.role).integer.flatMap(Int.init(exactly:))
        guard let code, Role.allCases.indices.contains(code),
            let writers = desk.store.schema.entity(list.entity)?.writers,
            !Role.allCases[code].mayWrite(writers)
        else { return }
        throw DeskError(
            .notAllowed, "Only an owner or admin may change the list of \(list.rawValue) rows.",
            hint: "Ask one of them, or sync if your role was changed.")
    }
}
