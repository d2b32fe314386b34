// A real log, worked on by several laptops that are offline most of the time, through a real hub.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// One replay: sets up, does the rows, reconnects everybody, and looks for every update.
final class Replay {
    private let log: IncidentLog
    private let plan: ReplayPlan
    private let stage: Stage
    private var laptops: [Laptop] = []
    private var schedules: [OfflineSchedule] = []
    private var ledger = Ledger()
    private var report = ReplayReport()
    private var reviews = ReviewCases()
    private var ticketByIncident: [String: RowID] = [:]
    private var laptopByWriter: [String: Int] = [:]
    private var order: SeededGenerator

    init(of log: IncidentLog, plan: ReplayPlan, on stage: Stage) {
        self.log = log
        self.plan = plan
        self.stage = stage
        order = SeededGenerator(seed: plan.orderSeed)
    }

    /// - Parameter onProgress: rows done, of how many.
    func run(onProgress: (Int, Int) -> Void) async throws -> ReplayReport {
        let (hub, url) = try await gather()
        let steps = ReplayPlan.steps(of: log)
        let (first, later) = (
            steps.filter { $0.previous == nil }, steps.filter { $0.previous != nil }
        )
        for step in first { try create(step) }
        try await reconnectAll(rounds: 2)
        schedules = laptops.indices.map { index in
            OfflineSchedule(
                from: steps[0].actedAt,
                random: SeededGenerator(seed: plan.seed &* 1_000 &+ UInt64(index)))
        }
        for (index, step) in later.enumerated() {
            if !plan.isAllBefore { try await passTime(until: step.actedAt) }
            try await edit(step)
            onProgress(index + 1, later.count)
        }
        try await reconnectAll(rounds: 3)
        try findUpdates()
        let seconds = SecondLaptops(stage: stage, url: url)
        report.disagreeing = try await seconds.disagreeing(with: laptops)
        for laptop in laptops { try await laptop.close() }
        hub.stop()
        return report
    }

    /// The workspace with all people, lists and laptops.
    private func gather() async throws -> (hub: Child, url: String) {
        let owner = try stage.found(owner: "Laptop 1")
        for member in log.members { _ = try stage.administration.addMember(member) }
        let (hub, url) = try await stage.openHub()
        for number in 1...plan.laptops {
            let name = "laptop-\(number)"
            let code =
                try number == 1
                ? owner.code : stage.administration.invite("Laptop \(number)").code
            laptops.append(try await stage.laptop(named: name, at: url, code: code))
        }
        for (index, writer) in log.writers.enumerated() {
            laptopByWriter[writer] = index % plan.laptops
        }
        for laptop in laptops { try await sync(laptop) }
        for list in NamedList.allCases {
            for name in log.names(in: list) { _ = try laptops[0].desk.ensure(name, in: list) }
        }
        try await reconnectAll(rounds: 2)
        return (hub, url)
    }

    private func laptop(of event: IncidentEvent) -> Int { laptopByWriter[event.writer] ?? 0 }

    private func create(_ step: ReplayPlan.Step) throws {
        let laptop = laptops[laptop(of: step.event)]
        let draft = step.event.ticket.draft(externalID: step.event.incident)
        let ticket = try laptop.desk.acting(at: step.actedAt.milliseconds).createTicket(draft)
        ticketByIncident[step.event.incident] = ticket
        for (field, value) in step.event.ticket.values where value != .null {
            ledger.write(
                value, at: Ledger.Place(ticket: ticket, field: field), by: laptop.name,
                step.actedAt)
        }
        report.events += 1
        report.tickets += 1
        report.units += 1
    }

    /// Does a row on the laptop of its writer, as far as its screen does not say so already.
    private func edit(_ step: ReplayPlan.Step) async throws {
        report.events += 1
        guard let previous = step.previous, let ticket = ticketByIncident[step.event.incident]
        else { return }
        let change = step.event.ticket.difference(from: previous.ticket)
        guard !change.isEmpty else {
            report.unchanged += 1
            return
        }
        let index = laptop(of: step.event)
        let laptop = laptops[index]
        let isOnline = !plan.isAllBefore && schedules[index].isOnline
        if isOnline { try await sync(laptop) }
        let screen = try laptop.desk.ticket(ticket).ticket
        let dot = try laptop.desk.acting(at: step.actedAt.milliseconds).edit(ticket, change)
        if dot != nil { report.units += 1 }
        for (field, value) in step.event.ticket.values
        where previous.ticket.values[field] != value {
            if screen.values[field] == value, !screen.conflicts.contains(field) {
                report.alreadySo += 1
            } else {
                ledger.write(
                    value, at: Ledger.Place(ticket: ticket, field: field), by: laptop.name,
                    step.actedAt)
            }
        }
        if isOnline { try await sync(laptop) }
    }

    /// Lets the laptops go offline and come back as their schedules say.
    private func passTime(until moment: Moment) async throws {
        while true {
            let due = schedules.indices.filter { schedules[$0].nextChange <= moment }
            guard let earliest = due.map({ schedules[$0].nextChange }).min() else { return }
            let now = due.filter { schedules[$0].nextChange == earliest }
            for index in now.shuffled(using: &order) {
                schedules[index].change()
                // Coming back, it syncs at once; going, it had synced all it did.
                if schedules[index].isOnline { try await sync(laptops[index]) }
            }
        }
    }

    private func reconnectAll(rounds: Int) async throws {
        for _ in 0..<rounds {
            for laptop in laptops.shuffled(using: &order) { try await sync(laptop) }
        }
    }

    private func sync(_ laptop: Laptop) async throws {
        let result = try await laptop.sync()
        report.syncs += 1
        report.refused += result.refused + result.parked
        ledger.sync(laptop.name)
        try reviews.look(at: laptop.desk)
    }

    private func find(_ what: String, _ update: Ledger.Update) {
        report.findings.append(
            "\(what): \(update.place.ticket) \(update.place.field) = \(update.value.plain), "
                + "\(update.laptop) at \(update.actedAt)")
    }

    private func findUpdates() throws {
        var lost: Set<Int> = []
        var resurrected: Set<Int> = []
        for laptop in laptops {
            let audit = try Audit(of: ledger, on: laptop.desk)
            lost.formUnion(audit.lost)
            resurrected.formUnion(audit.resurrected)
            report.standing = audit.standing
            report.digests.append(try laptop.replica.store.digest())
        }
        for index in lost.sorted() { find("lost", ledger.updates[index]) }
        for index in resurrected.sorted() { find("back", ledger.updates[index]) }
        for laptop in laptops {
            report.findings += try laptop.desk.setAside().map { "\(laptop.name): \($0.line)" }
        }
        report.updates = ledger.updates.count
        report.lost = lost.count
        report.resurrected = resurrected.count
        let conflicts = try laptops[0].desk.conflicts()
        report.conflicts = conflicts.count
        report.reviews = conflicts.filter { $0.grade == .review }.count
        report.reviewsByField = reviews.countByField
    }
}
