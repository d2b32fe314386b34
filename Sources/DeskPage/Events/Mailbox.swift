// What one window has not been told yet: news fold together, so that a slow reader costs no memory.

import SupportDesk
import SyncEngine
import Synchronization

/// The news for one stream of events.
final class Mailbox: Sendable {
    /// Something to tell.
    enum News: Sendable {
        case changed(DeskChanges, status: JSONValue)
        case status(JSONValue)
        case beat
        case end
    }

    private struct Pending {
        var changes: DeskChanges?
        var status: JSONValue?
        var isBeating = false
        var isOver = false
    }

    let id: Int
    private let pending = Mutex(Pending())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(id: Int) {
        self.id = id
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ news: News) {
        pending.withLock { pending in
            switch news {
            case .changed(let changes, let status):
                pending.changes = pending.changes.map { $0.joined(changes) } ?? changes
                pending.status = status
            case .status(let status): pending.status = status
            case .beat: pending.isBeating = true
            case .end: pending.isOver = true
            }
        }
        signal.yield()
    }

    /// The text of what was posted since, each time that there is some; ends after `bye`.
    func texts() -> AsyncMapSequence<AsyncStream<Void>, (text: String, isLast: Bool)> {
        signals.map { self.take() }
    }

    private func take() -> (text: String, isLast: Bool) {
        let taken = pending.withLock { pending in
            defer { pending = Pending(isOver: pending.isOver) }
            return pending
        }
        var text = ""
        if let changes = taken.changes, let status = taken.status {
            text += Self.event("changed", changes.json(status: status))
        } else if let status = taken.status {
            text += Self.event("status", status)
        }
        if taken.isOver {
            text += Self.event("bye", [:])
        } else if text.isEmpty {
            text = ": alive\n\n"
        }
        return (text, taken.isOver)
    }

    /// One event, as the standard has it: a document is one line.
    /// Source: HTML, section 9.2, server-sent events.
    static func event(_ name: String, _ document: JSONValue) -> String {
        "event: \(name)\ndata: \(document)\n\n"
    }
}

extension DeskChanges {
    fileprivate func json(status: JSONValue) -> JSONValue {
        [
            "tickets": tickets.map { .strings($0.sorted().map(\.description)) } ?? .null,
            "lists": .boolean(hasLists), "status": status,
        ]
    }
}
