// Processes killed with -9 in the middle of everything: what was reported saved is still there.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

extension ProcessTests {
    @Suite struct KillTests {
        static let kills = 100

        /// A hub, a daemon and commands are killed at moments that a seed gives, while a library
        /// user and the commands write. The ledger holds what was reported saved, no more.
        @Test(arguments: [1 as UInt64])
        func `no edit that was reported saved is lost by killing hub, daemon or command`(
            seed: UInt64
        ) async throws {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let store = try LocalStore.open(in: office, schema: TicketSchema.schema)
            var play = KillPlay(workspace, Desk(store), seed: seed)
            for _ in 0..<Self.kills { try await play.round() }
            try await play.calmDown()
            try store.close()
            #expect(play.saved.count > Self.kills)

            for laptop in ["office", "van"] {
                let found = try await workspace.on(laptop, "ticket", "list").items
                    .compactMap { $0["title"]?.string }
                #expect(Set(found).isSuperset(of: play.saved), "seed \(seed), \(laptop)")
                #expect(found.count == Set(found).count, "made twice, seed \(seed), \(laptop)")
            }
            let status = try await workspace.on("office", "status")
            #expect(status["state"]?.string == "in_sync")
            #expect(status["refused"]?.integer == 0)
            let texts = try await play.savedTexts(on: "van")
            #expect(texts == play.appended, "seed \(seed)")
            let digests = [
                try await workspace.on("office", "digest")["digest"]?.string,
                try await workspace.on("van", "digest")["digest"]?.string,
            ]
            #expect(digests[0] == digests[1], "seed \(seed)")
        }
    }
}

/// One seeded sequence of edits and kills.
private struct KillPlay {
    /// Titles of tickets that were reported saved.
    private(set) var saved: Set<String> = []
    /// Lines that were reported added to the first ticket's description.
    private(set) var appended: [String] = []

    private let workspace: TestWorkspace
    private let desk: Desk
    private var random: Generator
    private var daemon: Running?
    private var number = 0
    private var first: RowID?

    init(_ workspace: TestWorkspace, _ desk: Desk, seed: UInt64) {
        self.workspace = workspace
        self.desk = desk
        random = Generator(state: seed)
    }

    /// Makes sure that everything runs, edits, and kills one of the processes at some moment.
    mutating func round() async throws {
        if daemon == nil {
            daemon = try Running(["run", "--json", "--data", workspace.directory("office")])
        }
        switch random.next() % 3 {
        case 0:
            try await write(for: random.next() % 60)
            daemon?.signal(SIGKILL)
            _ = await daemon?.result()
            daemon = nil
        case 1:
            try await write(for: random.next() % 60)
            _ = await workspace.stopHub(SIGKILL)
            try write()
            try await workspace.startHub()
        default: try await killCommand()
        }
    }

    /// Starts what was killed and lets everything come to rest.
    mutating func calmDown() async throws {
        daemon?.signal(SIGTERM)
        _ = await daemon?.result()
        for laptop in ["office", "van", "office"] { try await workspace.on(laptop, "sync") }
    }

    /// The lines of the first ticket's description on a laptop.
    func savedTexts(on laptop: String) async throws -> [String] {
        let ticket = try #require(first)
        let shown = try await workspace.on(laptop, "ticket", "show", "\(ticket)")
        return shown["description"]?.string?.split(separator: "\n").map(String.init) ?? []
    }

    /// Writes by the library until the time is over.
    private mutating func write(for milliseconds: UInt64) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(milliseconds)
        repeat {
            try write()
            try await Task.sleep(for: .milliseconds(2))
        } while clock.now < end
    }

    private mutating func write() throws {
        number += 1
        if let first, number.isMultiple(of: 3) {
            let line = "line \(number)"
            var edit = TicketEdit()
            edit.append = line
            try desk.edit(first, edit)
            appended.append(line)
            return
        }
        let title = "library \(number)"
        let ticket = try desk.createTicket(TicketDraft(title: title))
        first = first ?? ticket
        saved.insert(title)
    }

    /// A command that is killed while it writes: what it printed before counts as saved.
    private mutating func killCommand() async throws {
        number += 1
        let title = "command \(number)"
        let command = try Running([
            "ticket", "new", "--title", title, "--json", "--data", workspace.directory("office"),
        ])
        try await Task.sleep(for: .milliseconds(random.next() % 120))
        command.signal(SIGKILL)
        let result = await command.result()
        if (try? result.json())?["id"]?.string != nil { saved.insert(title) }
    }
}

/// SplitMix64, so that a failing seed can be kept.
private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
