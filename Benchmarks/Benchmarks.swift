// Measures the engine beside plain SQLite in one run; scripts/bench builds and starts it.

import Foundation

/// The command line of the benchmarks.
@main struct Benchmarks {
    private static let usage = """
        usage: scripts/bench [--quick] [--json] [--scratch DIRECTORY] [--tickets N]
                             [--repetitions N] [--only local|replica|wire] [--row TEXT]
        """

    static func main() {
        do {
            let command = try Command(CommandLine.arguments.dropFirst())
            let report = try run(command)
            print(command.isJSON ? try report.json() : report.text)
        } catch let error as Command.Misuse {
            fail("\(error.message)\n\(usage)", code: 2)
        } catch {
            fail("error: \(error)", code: 1)
        }
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(code)
    }

    private static func run(_ command: Command) throws -> Report {
        let setting = command.setting
        let workload = Workload(
            ticketCount: max(setting.tickets, setting.localRows, setting.durableRows))
        let rows = EngineRows(workload: workload, ready: setting.localRows)
        let plainRows = PlainRows(workload)
        let scratch = try Scratch(in: command.scratch)
        defer { scratch.removeAll() }
        var comparisons: [Comparison] = []
        if command.runs(.local) {
            for synchronous in Synchronous.allCases {
                comparisons += try LocalWrites(
                    setting: setting, rows: rows, plainRows: plainRows, scratch: scratch,
                    synchronous: synchronous
                ).comparisons()
            }
        }
        var replica: Replica.Result?
        if command.runs(.replica) {
            replica = try Replica(
                setting: setting, rows: rows, plainRows: plainRows, scratch: scratch
            ).compare()
        }
        return Report(
            setting: setting, comparisons: comparisons + (replica?.comparisons ?? []),
            wire: command.runs(.wire) ? try WireSizes(rows: rows).sizes() : [],
            plainFile: replica?.plainParts ?? [], engineFile: replica?.engineParts ?? [])
    }
}
