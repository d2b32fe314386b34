// The rows of one ticket that its client might see, as plain states: what the client's view reads.

public import SyncEngine

/// A ticket with its comments and documents. Time, lists and people are never a client's.
public struct TicketRows: Hashable, Sendable {
    public let id: RowID
    public var ticket: RowState
    public var comments: [RowID: RowState]
    public var documents: [RowID: RowState]

    public init(
        _ id: RowID, _ ticket: RowState, comments: [RowID: RowState] = [:],
        documents: [RowID: RowState] = [:]
    ) {
        self.id = id
        self.ticket = ticket
        self.comments = comments
        self.documents = documents
    }
}
