// How people name a member, a category or a contact, and what an edit says of a field.

public import SyncEngine

/// A row as a person names it: by its name, or by its id `7-12`.
public struct Reference: Hashable, Sendable, ExpressibleByStringLiteral {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(_ id: RowID) { text = id.description }
    public init(stringLiteral text: String) { self.text = text }
}

/// What an edit does to one field.
public enum Change<Content: Hashable & Sendable>: Hashable, Sendable {
    /// The field is not part of the edit.
    case keep
    /// The field is emptied.
    case clear
    case set(Content)

    /// The content, if the edit sets one.
    public var content: Content? { if case .set(let content) = self { content } else { nil } }
}

extension Change where Content == Reference {
    /// What an option says: nothing at all keeps, `none` or an empty word clears.
    public init(option: String?) {
        switch option {
        case nil: self = .keep
        case "", "none": self = .clear
        case .some(let text): self = .set(Reference(text))
        }
    }
}

/// What a new ticket holds; everything but the title may be left out.
public struct TicketDraft: Hashable, Sendable {
    public var title: String
    public var description: String?
    public var status: Status = .open
    public var priority: Priority = .normal
    public var type: Reference?
    public var category: Reference?
    public var project: Reference?
    public var assignee: Reference?
    public var contact: Reference?
    public var organization: Reference?
    /// In minutes.
    public var estimate: Int64?
    /// The key of the ticket in the system that it was imported from.
    public var externalID: String?

    public init(title: String) { self.title = title }
}

/// What an edit of a ticket sets; what is not set stays as it is.
public struct TicketEdit: Hashable, Sendable {
    public var title: String?
    /// The whole new text. If the text that was shown is its beginning, it counts as an addition.
    public var description: String?
    /// Words to add at the end of the description that is shown, on a line of their own.
    public var append: String?
    public var status: Status?
    public var priority: Priority?
    public var type: Change<Reference> = .keep
    public var category: Change<Reference> = .keep
    public var project: Change<Reference> = .keep
    /// A decision: the intent is *assign*, or *release* where it clears.
    public var assignee: Change<Reference> = .keep
    public var contact: Change<Reference> = .keep
    public var organization: Change<Reference> = .keep
    /// In minutes.
    public var estimate: Change<Int64> = .keep

    public init() {}

    /// Whether it sets nothing.
    public var isEmpty: Bool { self == TicketEdit() }
}
