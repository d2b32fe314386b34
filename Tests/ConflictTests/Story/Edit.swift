// What people do in the stories, in their words; each is a value for one field.

import SupportDesk
import SyncEngine

/// One field's part of an action.
struct Edit: Sendable {
    let field: FieldID
    /// The new value, from what the screen shows and who is acting.
    let value: @Sendable (_ shown: Value, _ writer: Person) -> Value
    var intent: Intent?

    init(
        _ field: FieldID, intent: Intent? = nil,
        _ value: @escaping @Sendable (_ shown: Value, _ writer: Person) -> Value
    ) {
        self.field = field
        self.intent = intent
        self.value = value
    }

    /// Writes a value as it is.
    static func set(_ field: FieldID, _ value: Value) -> Edit { Edit(field) { _, _ in value } }
}

/// Tickets.
extension Edit {
    static func title(_ text: String) -> Edit { set(TicketField.title, .text(text)) }
    static func describe(_ text: String) -> Edit { set(TicketField.description, .text(text)) }
    static func append(_ tail: String) -> Edit {
        Edit(TicketField.description) { shown, _ in .text((shown.text ?? "") + tail) }
    }
    static func move(to status: Status) -> Edit {
        Edit(TicketField.status) { shown, _ in status.value(from: shown) }
    }
    static func prioritize(_ priority: Priority) -> Edit {
        set(TicketField.priority, priority.value)
    }
    static func assign(_ person: Person) -> Edit {
        Edit(TicketField.assignee, intent: .assign) { _, _ in person.reference }
    }
    static let claim = Edit(TicketField.assignee, intent: .claim) { _, me in me.reference }
    static let release = Edit(TicketField.assignee, intent: .release) { _, _ in .null }
    static func client(_ contact: Known?, of organization: Known?) -> Edit {
        set(
            TicketField.client,
            .tuple([contact?.reference ?? .null, organization?.reference ?? .null]))
    }
    static func estimate(_ minutes: Int64?) -> Edit {
        set(TicketField.estimate, minutes.map { .integer($0) } ?? .null)
    }
    static func categorize(_ category: Known) -> Edit {
        set(TicketField.category, category.reference)
    }
    static let share = set(TicketField.shared, .boolean(true))
    static let unshare = set(TicketField.shared, .boolean(false))
}

/// Comments.
extension Edit {
    static func write(_ text: String) -> Edit { set(CommentField.body, .text(text)) }
    static let publish = set(CommentField.visible, .boolean(true))
    static let withdraw = set(CommentField.visible, .boolean(false))
    static let deleteComment = set(CommentField.deleted, .boolean(true))
    static let restoreComment = set(CommentField.deleted, .boolean(false))
}

/// Time entries.
extension Edit {
    static func minutes(_ count: Int64) -> Edit { set(TimeEntryField.minutes, .integer(count)) }
    static func day(_ day: String) -> Edit { set(TimeEntryField.day, .text(day)) }
    static let deleteEntry = set(TimeEntryField.deleted, .boolean(true))
    static let restoreEntry = set(TimeEntryField.deleted, .boolean(false))
}

/// Documents, and the lists that tickets choose from.
extension Edit {
    static func nameDocument(_ name: String) -> Edit { set(DocumentField.name, .text(name)) }
    static let publishDocument = set(DocumentField.visible, .boolean(true))
    static let deleteDocument = set(DocumentField.deleted, .boolean(true))
    static func name(_ name: String) -> Edit { set(NamedField.name, .text(name)) }
    static let archive = set(NamedField.archived, .boolean(true))
    static let restore = set(NamedField.archived, .boolean(false))
}
