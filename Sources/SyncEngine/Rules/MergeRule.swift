// A rule is a read: it says which value of a field is shown, why, and who should be bothered.

/// Chooses the shown value of a field out of its siblings. Merging never writes.
///
/// A rule is a pure, total function of the sibling sets it names: no clock, no locale, no order
/// of arrival, no identity of the reader. Equal sets give equal outcomes on every replica.
/// Apps may bring rules of their own.
public protocol MergeRule: Sendable {
    /// The rule's name in specs, golden vectors and answers to people: `latest`, `most-urgent`.
    var name: String { get }

    /// Other fields of the same row whose sibling sets the outcome depends on.
    var reads: [FieldID] { get }

    /// Whether the shown value of a single sibling is that sibling's value. Where it is, a store
    /// need not keep the value twice, and asks nothing about a row that one unit wrote: nothing
    /// in it was written apart.
    var showsSingleValue: Bool { get }

    /// - Parameter field: the siblings, and those of the fields named in ``reads``.
    func outcome(of field: FieldView) -> Outcome

    /// What a write must record so that this rule can judge it later; the writing replica calls it.
    func evidence(for draft: Draft) -> Evidence
}

extension MergeRule {
    public var reads: [FieldID] { [] }
    public var showsSingleValue: Bool { true }
    public func evidence(for draft: Draft) -> Evidence { draft.given }
}

/// What a rule may look at: one field's siblings within its row.
public struct FieldView: Sendable {
    public let id: FieldID
    public let row: RowState

    public init(_ id: FieldID, of row: RowState) {
        self.id = id
        self.row = row
    }

    /// Sorted by dot; empty where nobody ever wrote the field.
    public var siblings: [Sibling] { row[id].siblings }

    /// The siblings of another field of the row.
    public func siblings(of other: FieldID) -> [Sibling] { row[other].siblings }

    /// The latest sibling by effective time.
    public var latest: Sibling? { siblings.max(by: Sibling.isEarlier) }
}

/// A write that is being composed, as its rule sees it.
public struct Draft: Sendable {
    public let value: Value
    /// The siblings that were rendered to the writer, as they stand on the replica now.
    public let rendered: FieldView
    /// What had been rendered of the row and the rows that belong to it.
    public let seen: VersionVector
    /// The replica that writes.
    public let ordinal: ReplicaOrdinal
    /// What the action itself knows: an intent, the screen's bit.
    public let given: Evidence
    /// The writer's own writes of this field that the hub has not confirmed, oldest first.
    public let unsent: [Dot]

    public init(
        value: Value, rendered: FieldView, seen: VersionVector, writer: Writer,
        given: Evidence = .none
    ) {
        self.value = value
        self.rendered = rendered
        self.seen = seen
        self.given = given
        ordinal = writer.ordinal
        unsent = writer.unsent
    }

    /// Who writes, and which of his writes are still on his laptop.
    public struct Writer: Sendable {
        public let ordinal: ReplicaOrdinal
        public let unsent: [Dot]
        public init(ordinal: ReplicaOrdinal, unsent: [Dot] = []) {
            self.ordinal = ordinal
            self.unsent = unsent
        }
    }
}
