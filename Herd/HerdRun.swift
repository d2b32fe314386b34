// A steady day, a killed hub, and a thousand laptops that come back at once.

/// Measures how a hub stands its restart.
struct HerdRun {
    private let herd: Herd
    private let command: Command

    /// All are current again within this time after the hub is back.
    private static let recoverySeconds = 120
    /// After the first minute no second is busier than this many steady ones.
    private static let busyFactor = 10
    /// The most that the hub may take for a thousand laptops, in MiB.
    private static let memoryMiB = 1_024
    /// Edits of the whole herd are this far apart: each wakes everybody.
    private static let editSecondsOfAll = 5.0

    init(_ herd: Herd, _ command: Command) {
        self.herd = herd
        self.command = command
    }

    func run() async throws -> Report {
        tell("\(command.laptops) laptops enrol")
        try await herd.gather()
        var report = Report()
        report.add("laptops", command.laptops)
        let pace = Pace.inTurn(
            everySeconds: Self.editSecondsOfAll, laptops: command.laptops)
        try await herd.live(pace, waits: true) {
            // Nobody is current before the first round.
            _ = try await untilCurrent(herd.tally.startWatch())
            tell("all are current; a steady day of \(command.steadySeconds) seconds")
            let steady = try await watch(command.steadySeconds)
            report.add("steady requests a second", steady.average)
            report.add("steady peak", steady.peak)
            tell("the hub is killed")
            herd.hub.kill()
            try await Task.sleep(for: .seconds(2))
            let position = herd.tally.startWatch()
            try herd.hub.start()
            let seconds = try await untilCurrent(position)
            report.add("seconds until all are current", seconds)
            tell("all are current after \(seconds) seconds; \(command.watchedSeconds) more")
            report.expect(
                seconds <= Self.recoverySeconds, "all are current within two minutes")
            let first = try await watch(max(1, min(60, command.watchedSeconds) - seconds))
            report.add("peak of the first minute", first.peak)
            let rest = max(1, command.watchedSeconds - max(60, seconds))
            let later = try await watch(rest)
            report.add("requests a second after it", later.average)
            report.add("peak after it", later.peak)
            report.expect(
                later.peak <= Self.busyFactor * max(steady.average, 1),
                "no second is ten times busier than a steady one")
        }
        tell("everything that was acknowledged is looked for")
        report.add("units acknowledged", try await herd.audit())
        report.add("hub's peak memory in MiB", herd.hub.peakKiB / 1_024)
        report.expect(herd.hub.peakKiB / 1_024 <= Self.memoryMiB, "memory is bounded")
        report.expect(herd.tally.refusedCount == 0, "nothing is refused")
        report.expect(herd.tally.refusals.isEmpty, "no laptop is turned away for good")
        return report
    }

    private func untilCurrent(_ position: UInt64) async throws -> Int {
        let begin = ContinuousClock.now
        while herd.tally.currentCount(at: position) < command.laptops {
            let seconds = Int((ContinuousClock.now - begin) / .seconds(1))
            guard seconds < 2 * Self.recoverySeconds else {
                let count = herd.tally.currentCount(at: position)
                throw HubProcess.Failure(
                    description: "only \(count) of \(command.laptops) came back")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return Int(((ContinuousClock.now - begin) / .seconds(1)).rounded(.up))
    }

    private func watch(_ seconds: Int) async throws -> (average: Int, peak: Int) {
        let begin = herd.tally.second + 1
        try await Task.sleep(for: .seconds(seconds + 1))
        herd.hub.weigh()
        let rates = herd.tally.rates(begin..<begin + seconds)
        return (rates.reduce(0, +) / seconds, rates.max() ?? 0)
    }
}
