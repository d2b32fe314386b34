// A clock that runs while somebody works on a ticket: this laptop's alone until it is stopped.

import LocalStore
import SupportDesk
import SyncEngine

/// The running timer, if any.
struct WorkTimer {
    let desk: Desk
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    private static let key = "page.timer"

    /// `{"timer":...}`.
    func json() throws -> JSONValue {
        guard let timer = try running() else { return ["timer": .null] }
        let page = try desk.ticket(timer.ticket)
        return [
            "timer": [
                "ticket": .string(timer.ticket.description), "title": .string(page.ticket.title),
                "started_at": .string(timer.started.description),
                "minutes": .integer(minutes(of: timer)),
            ]
        ]
    }

    /// - Throws: ``PageError`` `already_exists` while one runs.
    func start(on ticket: RowID) throws -> JSONValue {
        if let timer = try running() {
            throw PageError(
                "already_exists", "The timer runs for ticket \(timer.ticket).",
                hint: "Stop it first.", status: 409)
        }
        let timer: JSONValue = [
            "ticket": .string(ticket.description),
            "started_at": .string(Moment(milliseconds: now()).description),
        ]
        try desk.store.setSetting(Self.key, timer.description)
        return try json()
    }

    /// Logs what has run, at least a minute, and forgets the timer.
    func stop(on day: CalendarDay, note: String?) throws -> JSONValue {
        guard let timer = try running() else {
            throw PageError("nothing_to_do", "No timer runs.", status: 409)
        }
        let minutes = minutes(of: timer)
        let entry = try desk.logTime(on: timer.ticket, minutes: minutes, day: day, note: note)
        try forget()
        return [
            "id": .string(entry.description), "ticket": .string(timer.ticket.description),
            "minutes": .integer(minutes),
        ]
    }

    /// Forgets the timer; nothing is logged.
    func forget() throws { try desk.store.setSetting(Self.key, nil) }

    private func running() throws -> (ticket: RowID, started: Moment)? {
        guard let text = try desk.store.setting(Self.key),
            let timer = try? JSONValue(parsing: Array(text.utf8)),
            let ticket = timer["ticket"]?.string.flatMap({ RowID($0) }),
            let started = timer["started_at"]?.string.flatMap({ Moment($0) })
        else { return nil }
        return (ticket, started)
    }

    /// Begun minutes count half; a clock that was set back counts nothing.
    private func minutes(of timer: (ticket: RowID, started: Moment)) -> Int64 {
        let passed = (now() - timer.started.milliseconds + 30_000) / 60_000
        return min(max(1, passed), WorkDuration.maximumMinutes)
    }
}
