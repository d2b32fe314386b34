// The ticket desk on one replica: every action and every query of the domain starts here.

public import LocalStore
public import SyncEngine

/// Tickets, comments, time and documents over one ``LocalStore``, with or without a network.
///
/// An action is one unit: whole or absent everywhere. It writes only what differs from what is
/// shown, covers only what was rendered, and is on the disk before the call returns. All calls are
/// synchronous and may come from any thread.
public struct Desk: Sendable {
    public let store: LocalStore
    let actedAt: Int64?
    /// `nil` for one command, which asks once.
    let cache: DeskCache?

    /// - Parameter cache: for a program that asks often; of this store alone.
    public init(_ store: LocalStore, cache: DeskCache? = nil) {
        self.init(store, cache, actedAt: nil)
    }

    private init(_ store: LocalStore, _ cache: DeskCache?, actedAt: Int64?) {
        self.store = store
        self.cache = cache
        self.actedAt = actedAt
    }

    /// The same desk, whose actions count as done at that time: what an import of old work needs.
    /// - Parameter milliseconds: since 1970, UTC.
    public func acting(at milliseconds: Int64) -> Desk {
        Desk(store, cache, actedAt: milliseconds)
    }

    /// The member whose laptop this is.
    public var me: RowID { store.identity.member }

    /// Composes one unit.
    /// - Parameter seen: what the person had on the screen; without it, what is shown now.
    func act<Value>(
        seen: [Rendered] = [], _ body: (Action) throws -> Value
    ) throws -> Written<Value> {
        try store.write(actedAt: actedAt) { writer in
            // A ticket's number may be another one's by now.
            if try seen.contains(where: writer.isRenamed) {
                throw DeskError(
                    .wrongToken,
                    "The hub was restored since this was shown, and some of it has "
                        + "other numbers now; nothing was changed.",
                    hint: "Show it again, and act on what is shown then.")
            }
            return try body(
                Action(writer: writer, desk: self, seen: try seen.map(writer.respelled)))
        }
    }
}
