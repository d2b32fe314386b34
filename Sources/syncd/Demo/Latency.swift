// How long an edit takes to the other laptop's file, through two daemons and a hub's process.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// Measures edits one after the other, each from before it is made until the other laptop has it.
struct Latency {
    /// Sorted.
    private(set) var durations: [Duration] = []

    /// A laptop whose daemon does not get an edit within this time is broken.
    private static let limit = Duration.seconds(10)

    static func measure(edits: Int, on stage: Stage) async throws -> Latency {
        let dispatcher = try stage.found(owner: "Dispatcher")
        let technician = try stage.administration.invite("Technician")
        let (hub, url) = try await stage.openHub()
        let office = try await stage.laptop(named: "office", at: url, code: dispatcher.code)
        let van = try await stage.laptop(named: "van", at: url, code: technician.code)
        let ticket = try office.desk.createTicket(TicketDraft(title: "edit 0"))
        for laptop in [office, van] { try await laptop.sync() }
        var daemons: [Child] = []
        for laptop in [office, van] {
            let directory = laptop.replica.directory.path
            daemons.append(try await Child.start(["run", "--json", "--data", directory]).0)
        }
        var latency = Latency()
        // The first edits find connections that are still being made.
        for number in 1...edits + 3 {
            let duration = try await latency.one(number, ticket, office, van)
            if number > 3 { latency.durations.append(duration) }
        }
        latency.durations.sort()
        for daemon in daemons { daemon.stop() }
        for laptop in [office, van] { try await laptop.close() }
        hub.stop()
        return latency
    }

    private func one(
        _ number: Int, _ ticket: RowID, _ office: Laptop, _ van: Laptop
    ) async throws -> Duration {
        let clock = ContinuousClock()
        let title = "edit \(number)"
        var edit = TicketEdit()
        edit.title = title
        let start = clock.now
        try office.desk.edit(ticket, edit)
        DaemonCall.poke(office.replica.directory)
        let id = Value.integer(ticket.rawValue)
        while clock.now < start + Self.limit {
            let shown = try van.replica.store.read {
                try $0.select("SELECT title FROM ticket WHERE id = ?", [id]).first
            }
            if shown?["title"].text == title { return clock.now - start }
            try await Task.sleep(for: .microseconds(200))
        }
        throw CommandError("too_slow", "An edit did not arrive within \(Self.limit).")
    }

    private func share(_ percent: Int) -> Duration {
        durations[min(durations.count - 1, durations.count * percent / 100)]
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        Int64(duration / .microseconds(1))
    }

    var json: JSONValue {
        [
            "edits": .integer(Int64(durations.count)),
            "median_us": .integer(Self.microseconds(share(50))),
            "p95_us": .integer(Self.microseconds(share(95))),
            "p99_us": .integer(Self.microseconds(share(99))),
            "max_us": .integer(Self.microseconds(share(100))),
        ]
    }

    var text: String {
        let words = [50, 99, 100].map { percent in
            let microseconds = Self.microseconds(share(percent))
            return "\(microseconds / 1_000).\(microseconds / 100 % 10) ms"
        }
        return "From an edit to the other laptop's file, \(durations.count) edits: "
            + "median \(words[0]), 99 % within \(words[1]), at most \(words[2])."
    }
}
