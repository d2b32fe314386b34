// The hub is killed again and again while everybody writes: whatever a laptop was told is sent must
// be there in the end.

/// Kills the hub at random moments; what else happens is up to the machine, so no seed would bring
/// a run back.
struct KillRun {
    private let herd: Herd
    private let command: Command

    /// Seconds between two edits of one laptop, on average.
    private static let editSeconds = 0.05

    init(_ herd: Herd, _ command: Command) {
        self.herd = herd
        self.command = command
    }

    func run() async throws -> Report {
        tell("\(command.laptops) laptops enrol")
        try await herd.gather()
        var report = Report()
        report.add("laptops", command.laptops)
        report.add("kills", command.kills)
        try await herd.live(.byChance(everySeconds: Self.editSeconds), waits: false) {
            for kill in 0..<command.kills {
                if kill.isMultiple(of: 50) { tell("\(kill) of \(command.kills) kills") }
                // Until somebody was answered: a hub that is never reached proves nothing.
                let position = herd.tally.startWatch()
                while herd.tally.currentCount(at: position) == 0 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try await Task.sleep(for: .milliseconds(.random(in: 0..<50)))
                herd.hub.kill()
                try herd.hub.start()
            }
        }
        let acknowledged = try await herd.audit()
        report.add("units acknowledged", acknowledged)
        report.expect(acknowledged > command.kills, "work goes on between the kills")
        report.expect(herd.tally.refusedCount == 0, "nothing is refused")
        report.expect(herd.tally.refusals.isEmpty, "no laptop is turned away for good")
        return report
    }
}
