// Many laptops in one process against one hub, which is killed under them: all have to come back,
// and everything that they were told is sent has to be there.

import Foundation
import HubClient
import SyncEngine
import SyncHub

/// A run's laptops and their hub.
final class Herd {
    let hub: HubProcess
    let tally = Tally()
    private let command: Command
    private var clients: [HubClient] = []
    private var laptops: [HerdLaptop] = []
    /// Laptops of one client: each waits on a connection of its own.
    private static let laptopsPerClient = 125
    /// Members behind the laptops; a code is for one laptop, a member may have many.
    private static let members = 20

    init(_ command: Command) throws {
        self.command = command
        hub = try HubProcess()
    }

    /// Makes the workspace, starts the hub and lets every laptop join.
    func gather() async throws {
        _ = try hub.administration.initialize(workspace: "herd", owner: "Owner")
        let codes = try (0..<command.laptops).map { number in
            try hub.administration.invite("Member \(number % Self.members)").code
        }
        try hub.start()
        for _ in 0...(command.laptops / Self.laptopsPerClient) {
            var configuration = HubClientConfiguration(address: try HubAddress(hub.url))
            configuration.connections = Self.laptopsPerClient
            clients.append(HubClient(configuration: configuration))
        }
        for (number, code) in codes.enumerated() {
            let client = clients[number / Self.laptopsPerClient]
            laptops.append(try await HerdLaptop(number, code: code, client: client))
        }
    }

    /// Every laptop lives its own life until the body is through.
    func live(_ pace: Pace, waits: Bool, _ body: () async throws -> Void) async throws {
        let isOver = Flag()
        let tally = tally
        try await withThrowingTaskGroup(of: (Int, HerdLaptop).self) { tasks in
            for (index, laptop) in laptops.enumerated() {
                tasks.addTask {
                    var laptop = laptop
                    await laptop.live(tally, pace, waits: waits, until: isOver)
                    return (index, laptop)
                }
            }
            let result = await Result { try await body() }
            isOver.set()
            // Whoever waits at the hub is let go by its end.
            hub.weigh()
            hub.kill()
            for try await (index, laptop) in tasks { laptops[index] = laptop }
            try result.get()
        }
    }

    /// Starts the hub once more; everybody sends what is left, and a new laptop reads the feed:
    /// what was acknowledged must be there, once.
    /// - Returns: how many units were acknowledged.
    func audit() async throws -> Int {
        let code = try hub.administration.invite("Auditor").code
        try hub.start()
        for index in laptops.indices { try await laptops[index].sync(waitSeconds: 0, tally) }
        let auditor = HubClient(
            configuration: HubClientConfiguration(address: try HubAddress(hub.url)))
        let book = FeedBook()
        var reader = try await HerdLaptop(-1, code: code, client: auditor)
        try await reader.read(into: book, tally)
        await auditor.close()
        var count = 0
        for (ordinal, counter) in tally.acknowledgedCounters where counter > 0 {
            for number in 1...counter {
                guard book.times(Dot(ordinal, number)) == 1 else {
                    let times = book.times(Dot(ordinal, number))
                    throw HubProcess.Failure(
                        description: "\(ordinal).\(number) was acknowledged, and stands "
                            + "\(times) times on the feed")
                }
                count += 1
            }
        }
        return count
    }

    func close() async {
        for client in clients { await client.close() }
        hub.kill()
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
