// `syncd demo`: a hub and two laptops that disagree; or a real log, replayed by many laptops.

import ArgumentParser
import Foundation
import ServiceLifecycle
import SupportDesk

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "demo", "Show what happens when laptops disagree, in a temporary directory.",
        example: "demo --once",
        """
        With --replay, a log of incidents is worked on by several laptops that are offline for \
        hours to days, and every update is looked for afterwards.
        """)

    @Flag(help: "End when the story is told; otherwise all stays up until Ctrl-C.") var once = false
    @Option(help: "An incident log to replay, as specs/incident-log.md describes it.")
    var replay: String?
    @Option(help: "Laptops of the replay.") var laptops = 6
    @Option(help: "What chance is taken from.") var seed: UInt64 = 1
    @Flag(help: "All edits of the replay are made before the first reconnection.")
    var allBefore = false
    @Option(help: "The order of reconnecting, where it is not to follow --seed.")
    var orderSeed: UInt64?
    @Option(help: "Measure instead how long so many edits take to the other laptop.")
    var latency: Int?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (2...64).contains(laptops) else { throw ValidationError("--laptops is 2 to 64.") }
        guard latency ?? 1 >= 1 else { throw ValidationError("--latency is a number from 1.") }
        guard replay != nil || !(allBefore || orderSeed != nil) else {
            throw ValidationError("--all-before and --order-seed belong to --replay.")
        }
    }

    func run() async throws {
        if let latency {
            let measured = try await Stage.play { stage in
                try await Latency.measure(edits: latency, on: stage)
            }
            return options.output.show(measured.json) { measured.text }
        }
        guard let replay else { return try await tell() }
        let plan = ReplayPlan(
            laptops: laptops, seed: seed, orderSeed: orderSeed ?? seed, isAllBefore: allBefore)
        let log = try IncidentLog(path: replay)
        let progress = Progress("Replaying", for: options.output)
        let report = try await Stage.play(seed: seed) { stage in
            try await Replay(of: log, plan: plan, on: stage).run { progress.show($0, of: $1) }
        }
        progress.finish()
        options.output.show(report.json) { report.text }
        guard report.isGood else {
            throw CommandError(
                "replay_failed", "Updates were lost, or the laptops differ.",
                kept: "The report above says how many.", hint: "Please report the seed.")
        }
    }

    private func tell() async throws {
        try await Stage.play { stage in
            let story = try await Story.begin(on: stage)
            try await story.disagree()
            try await story.reconnect()
            let ending = try story.ending()
            options.output.show(ending.json) { ending.text }
            if once { return try await story.end() }
            try await story.leaveUp(options.output)
        }
    }
}
