// The story of the demo: two people change one ticket apart, one reopens what the other closes.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// A hub process, the laptops of two people, and a ticket that both know.
struct Story {
    private let hub: Child
    private let office: Laptop
    private let van: Laptop
    private let ticket: RowID

    /// A ticket that was resolved, on both screens.
    static func begin(on stage: Stage) async throws -> Story {
        let dispatcher = try stage.found(owner: "Dispatcher")
        let technician = try stage.administration.invite("Technician")
        _ = try stage.administration.addMember("Accountant")
        let (hub, url) = try await stage.openHub()
        let office = try await stage.laptop(named: "office", at: url, code: dispatcher.code)
        let van = try await stage.laptop(named: "van", at: url, code: technician.code)
        var draft = TicketDraft(title: "Printer on the second floor is on fire")
        draft.description = "Smoke since nine o'clock."
        draft.assignee = "Dispatcher"
        try await van.sync()
        try await office.sync()
        let ticket = try office.desk.createTicket(draft)
        try office.desk.setStatus(ticket, .resolved)
        try await office.sync()
        try await van.sync()
        return Story(hub: hub, office: office, van: van, ticket: ticket)
    }

    /// Neither sees what the other does.
    func disagree() async throws {
        var reopened = TicketEdit()
        reopened.status = .open
        reopened.assignee = .set("Technician")
        try office.desk.edit(ticket, reopened)
        var closed = TicketEdit()
        closed.status = .closed
        closed.assignee = .set("Accountant")
        try van.desk.edit(ticket, closed)
    }

    func reconnect() async throws {
        try await van.sync()
        try await office.sync()
        try await van.sync()
    }

    func ending() throws -> Ending {
        Ending(
            office: try Screen(of: ticket, on: office), van: try Screen(of: ticket, on: van))
    }

    func end() async throws {
        try await office.close()
        try await van.close()
        hub.stop()
    }

    /// Two daemons take over, until the play is cancelled.
    func leaveUp(_ output: Output) async throws {
        try await office.close()
        try await van.close()
        let directories = [office, van].map(\.replica.directory.path)
        var daemons: [Child] = []
        for directory in directories {
            daemons.append(try await Child.start(["run", "--json", "--data", directory]).0)
        }
        output.remark("\nTwo laptops keep in sync now. In another terminal:")
        for directory in directories {
            output.remark("  syncd ticket show \(ticket) --data \(directory)")
        }
        output.remark("Ctrl-C ends it and takes everything away.")
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        for daemon in daemons { daemon.stop() }
        hub.stop()
    }
}

extension Story {
    /// What one person sees of the ticket when all is merged.
    struct Screen {
        let laptop: String
        let detail: TicketDetail
        let explanations: [Explanation]
        let digest: String

        init(of ticket: RowID, on laptop: Laptop) throws {
            self.laptop = laptop.name
            detail = try laptop.desk.ticket(ticket)
            explanations = try ["status", "assignee"].map { try laptop.desk.explain(ticket, $0) }
            digest = try laptop.replica.store.digest()
        }

        /// The part that has to be equal on all laptops.
        var content: JSONValue {
            ["ticket": detail.json, "explanations": .array(explanations.map(\.json))]
        }

        var json: JSONValue {
            [
                "laptop": .string(laptop), "digest": .string(digest), "ticket": detail.json,
                "explanations": .array(explanations.map(\.json)),
            ]
        }

        var text: String {
            let fields = explanations.map { explanation in
                let losing = explanation.siblings.map(\.sibling)
                    .filter { $0.value != explanation.shown }
                let lost = losing.map { sibling in
                    "    kept beside it: \(sibling.value.plain), "
                        + "by \(sibling.member) on \(sibling.device) at \(sibling.actedAt)"
                }
                return
                    (["  \(explanation.field): \(explanation.shown.plain)"]
                    + ["    because: \(explanation.why)"] + lost).joined(separator: "\n")
            }
            let head = "On the laptop \"\(laptop)\": \(detail.ticket.id), \(detail.ticket.title)"
            return ([head] + fields).joined(separator: "\n")
        }
    }

    /// Both screens.
    struct Ending {
        let office: Screen
        let van: Screen

        var isEqual: Bool { office.content == van.content && office.digest == van.digest }

        var json: JSONValue {
            [
                "screens": .array([office.json, van.json]), "equal": .boolean(isEqual),
            ]
        }

        var text: String {
            """
            A ticket was resolved, and both laptops knew it. Then, both offline:
              The dispatcher heard from the client, reopened it and assigned it to the technician.
              The technician saw it resolved, closed it and gave it to the accountant.
            They reconnected through the hub.

            \(office.text)

            \(van.text)

            Both screens are \(isEqual ? "the same" : "DIFFERENT"): \
            digest \(office.digest.prefix(16)) and \(van.digest.prefix(16)).
            """
        }
    }
}
