// Which tickets a person wants to see: all filters hold together, any choice within one will do.

/// Filters, order and page of a list of tickets.
public struct TicketFilter: Hashable, Sendable {
    public var status: Set<Status> = []
    public var priority: Set<Priority> = []
    public var type: [Choice] = []
    public var category: [Choice] = []
    public var assignee: [Choice] = []
    public var contact: [Choice] = []
    public var organization: [Choice] = []
    public var project: [Choice] = []
    /// Words of the title or description, each as a beginning; losing values are found too.
    public var search: String?
    /// Only tickets with a field that holds several values, or held back from the client.
    public var onlyConflicts = false
    /// Only tickets with changes that are still on this laptop alone.
    public var onlyUnsent = false
    /// Only tickets of which something is held back from the client.
    public var onlyHeld = false
    /// Only tickets that are not finished and have no owner, or one who was deactivated.
    public var onlyWithoutOwner = false
    /// Only tickets that bear one of these flags; all tickets if empty.
    public var attention: Set<AttentionCode> = []
    public var sort = Sort(.id, isDescending: true)
    /// At most so many; all if `nil`.
    public var limit: Int?
    public var offset = 0

    public init() {}

    /// A row that a field may name, or that it names none.
    public enum Choice: Hashable, Sendable {
        case row(Reference)
        case none

        /// `none`, or a name or id.
        public init(option: String) { self = option == "none" ? .none : .row(Reference(option)) }
    }

    /// By what a list is sorted; ties go by id in the same direction.
    public struct Sort: Hashable, Sendable {
        public var key: Key
        public var isDescending: Bool

        public init(_ key: Key, isDescending: Bool = false) {
            self.key = key
            self.isDescending = isDescending
        }

        public enum Key: String, Hashable, Sendable, CaseIterable {
            case id, title, status, priority, type, category, assignee, contact, organization,
                project, estimate, logged, created, updated
        }

        /// Reads `priority`, or `-priority` for the reverse.
        /// - Throws: ``DeskError`` for any other word.
        public init(option: String) throws {
            let isDescending = option.hasPrefix("-")
            guard let key = Key(rawValue: isDescending ? String(option.dropFirst()) : option) else {
                let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
                throw DeskError(
                    .badValue, "\"\(option)\" is nothing to sort by.",
                    hint: "One of \(names); with a dash before it, the other way round.")
            }
            self.init(key, isDescending: isDescending)
        }
    }
}
