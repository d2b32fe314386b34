// Settling a conflict: an ordinary write that covers exactly what was shown.

public import LocalStore
public import SyncEngine

extension Desk {
    /// Keeps the value that is shown.
    /// - Throws: ``DeskError`` `nothing_to_do` if the field holds one value and nothing is held.
    @discardableResult
    public func keep(_ path: FieldPath, seen: Rendered? = nil) throws -> Dot? {
        try settle(path, seen: seen) { $0.outcome(path.field).shown }
    }

    /// Uses another of the values that stand beside each other.
    /// - Parameter dot: the write whose value it is, as `conflicts` and `explain` print it.
    @discardableResult
    public func use(_ dot: Dot, in path: FieldPath, seen: Rendered? = nil) throws -> Dot? {
        try settle(path, seen: seen) { screen in
            guard let sibling = screen.siblings(path.field).first(where: { $0.dot == dot }) else {
                let dots = screen.siblings(path.field).map(\.dot.description)
                throw DeskError(
                    .notFound, "No value \(dot) stands in \(path.spelled(in: store.schema)).",
                    hint: "There are: \(dots.joined(separator: ", ")).")
            }
            return sibling.value
        }
    }

    /// Sets a new value in place of all that were shown.
    /// - Parameter text: as the field's option of `ticket set` takes it; `none` clears.
    @discardableResult
    public func settle(_ path: FieldPath, with text: String, seen: Rendered? = nil) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let screen = try action.screen(path.key)
            try action.decide(path, try action.value(text, for: path, on: screen))
        }.dot
    }

    private func settle(
        _ path: FieldPath, seen: Rendered?, choosing choice: (Screen) throws -> Value
    ) throws -> Dot? {
        try act(seen: seen.map { [$0] } ?? []) { action in
            let screen = try action.screen(path.key)
            let siblings = screen.siblings(path.field)
            guard siblings.count > 1 || screen.outcome(path.field).grade > .none else {
                throw DeskError(
                    .nothingToDo, "Nothing stands beside \(path.spelled(in: store.schema)).",
                    hint: "`syncd conflicts` lists what waits for a decision.")
            }
            try action.decide(path, try choice(screen))
        }.dot
    }
}

extension Action {
    /// Writes the value that a conflict is to end with.
    /// - Throws: ``DeskError`` `would_release` for "yes" to a client: one way leads there, and it
    ///   shows every word that goes out.
    func decide(_ path: FieldPath, _ value: Value) throws {
        if let flag = ReleaseFlag(of: path.key), flag.field == path.field, value == .boolean(true) {
            throw DeskError(
                .wouldRelease,
                "That would show \(path.spelled(in: desk.store.schema)) to the client. "
                    + "Nothing was changed.",
                hint: "`syncd \(flag.command)` shows what goes out, and asks.")
        }
        try settle(path.key, path.field, to: value, given: path.intent(of: value))
    }
}

extension ReleaseFlag {
    /// The command that shows what the flag releases.
    fileprivate var command: String {
        switch key.entity {
        case TicketSchema.comment: "comment publish \(key.row)"
        case TicketSchema.document: "document publish \(key.row)"
        default: "ticket share \(key.row)"
        }
    }
}

extension FieldPath {
    /// Settling who does it is a decision, however the value came about.
    func intent(of value: Value) -> Evidence {
        guard key.entity == TicketSchema.ticket, field == TicketField.assignee else { return .none }
        return Evidence([.intent(value.isNull ? .release : .assign)])
    }
}

extension Action {
    /// The value that a text means in a field.
    fileprivate func value(
        _ text: String, for path: FieldPath, on screen: Screen
    ) throws -> Value {
        guard let field = desk.store.schema.entity(path.key.entity)?.field(path.field),
            !field.isWrittenOnce
        else { throw DeskError(.badValue, "This field is fixed.") }
        if path.key.entity == TicketSchema.ticket {
            if path.field == TicketField.status {
                return try status(text).value(from: screen.outcome(path.field).shown)
            }
            if path.field == TicketField.client { return try client(text) }
            if path.field == TicketField.estimate, text != "none" {
                return .integer(try WorkDuration(text).minutes)
            }
            if path.field == TicketField.title { return .text(try TextCheck.title(text)) }
        }
        return try value(text, as: field.columns[0].kind)
    }

    private func value(_ text: String, as kind: Column.Kind) throws -> Value {
        switch kind {
        case .text: return .text(try TextCheck.text(text, "text"))
        case .reference(let entity):
            return text == "none" ? .null : try row(Reference(text), in: entity)
        case .boolean:
            guard let flag = ["yes": true, "no": false, "true": true, "false": false][text] else {
                throw DeskError(.badValue, "\"\(text)\" is neither yes nor no.")
            }
            return .boolean(flag)
        case .integer:
            if text == "none" { return .null }
            guard let number = Int64(text) else {
                throw DeskError(.badValue, "\"\(text)\" is no whole number.")
            }
            return .integer(number)
        case .enumeration(let names):
            guard let index = names.firstIndex(of: text) else {
                throw DeskError(
                    .badValue, "\"\(text)\" is not among \(names.joined(separator: ", ")).")
            }
            return .integer(Int64(index))
        }
    }

    private func status(_ text: String) throws -> Status {
        guard let status = Status(name: text) else {
            let names = Status.allCases.map(\.name).joined(separator: ", ")
            throw DeskError(.badValue, "\"\(text)\" is no status.", hint: "One of \(names).")
        }
        return status
    }

    /// `contact`, `contact/organization`, `/organization`, `none`.
    private func client(_ text: String) throws -> Value {
        if text == "none" { return .tuple([.null, .null]) }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var edits = (contact: Change<Reference>.clear, organization: Change<Reference>.keep)
        if let contact = parts.first, !contact.isEmpty {
            edits.contact = .set(Reference(String(contact)))
        }
        if parts.count == 2 { edits.organization = Change(option: String(parts[1])) }
        return try client(
            from: .null, contact: edits.contact, organization: edits.organization)
    }
}
