// Tells every open window what changed, as soon as it is committed, gathered over a few moments.

import LocalStore
import SupportDesk
import Synchronization

/// The streams of events, and what feeds them.
final class EventHub: Sendable {
    private struct State {
        var mailboxByID: [Int: Mailbox] = [:]
        var next = 0
        var isOver = false
    }

    private let desk: Desk
    private let hub: any PageHub
    private let lane: DeskLane
    private let state = Mutex(State())

    init(desk: Desk, hub: any PageHub, lane: DeskLane) {
        self.desk = desk
        self.hub = hub
        self.lane = lane
    }

    /// Runs until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchCommits() }
            group.addTask { await self.watchTalks() }
            group.addTask { await self.keepAlive() }
            group.addTask { await self.warmUp() }
        }
    }

    /// A new window's mailbox.
    /// - Throws: ``PageError`` `too_many`; `busy` when everything ends.
    func open() throws(PageError) -> Mailbox {
        let mailbox = state.withLock { state -> Result<Mailbox, PageError> in
            guard !state.isOver else { return .failure(.stopping) }
            guard state.mailboxByID.count < DeskPageLimits.streams else {
                return .failure(
                    .tooMany("Too many windows listen.", hint: "Close one of them."))
            }
            state.next += 1
            let mailbox = Mailbox(id: state.next)
            state.mailboxByID[state.next] = mailbox
            return .success(mailbox)
        }
        return try mailbox.get()
    }

    func close(_ mailbox: Mailbox) {
        _ = state.withLock { $0.mailboxByID.removeValue(forKey: mailbox.id) }
    }

    /// Ends all streams; new ones are refused.
    func finish() {
        let all = state.withLock { state in
            state.isOver = true
            return Array(state.mailboxByID.values)
        }
        for mailbox in all { mailbox.post(.end) }
    }

    private func post(_ news: Mailbox.News) {
        let all = state.withLock { Array($0.mailboxByID.values) }
        for mailbox in all { mailbox.post(news) }
    }

    private func watchCommits() async {
        let commits = desk.store.commits()
        let desk = desk
        var mark = try? await lane.run { try desk.mark() }
        for await _ in commits {
            try? await Task.sleep(for: DeskPageLimits.gathering)
            let last = mark
            let look = try? await lane.run { try desk.changes(since: last) }
            // A look that failed is made up for by the next one: the mark has not moved.
            guard let look else { continue }
            mark = look.mark
            // After a first sync or an import the letters of a search would wait for all of it.
            if look.changes.tickets == nil { await followSearch() }
            guard !look.changes.isEmpty, let status = try? await hub.status() else { continue }
            // A locked laptop tells nobody which tickets there are.
            post(
                hub.refusal() == nil ? .changed(look.changes, status: status) : .status(status))
        }
    }

    private func watchTalks() async {
        for await _ in hub.talks() {
            if let status = try? await hub.status() { post(.status(status)) }
        }
    }

    /// Reads once what a list keeps of every ticket, so that the first window does not wait for it.
    private func warmUp() async {
        await followSearch()
        var filter = TicketFilter()
        filter.sort = TicketFilter.Sort(.updated)
        filter.attention = Set(AttentionCode.allCases)
        filter.limit = 1
        let (desk, wanted) = (desk, filter)
        // A failure is told to whoever asks for a list.
        _ = try? await lane.run { try desk.ticketList(wanted) }
    }

    /// Brings the index of searches up to date, so that no letter waits for it.
    private func followSearch() async {
        let desk = desk
        // A failure is told to whoever searches.
        try? await lane.run { try desk.store.prepareDerived() }
    }

    private func keepAlive() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: DeskPageLimits.beat)
            post(.beat)
        }
    }
}
