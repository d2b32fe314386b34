// The options that every subcommand takes, in any place after it.

import ArgumentParser
import Foundation

/// Where the data is, and for whom to print.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The replica's directory, or SYNCD_DATA; for hub commands, the hub's.",
            valueName: "dir"))
    var data: String?

    @Flag(name: .long, help: "Print one JSON document, for scripts.")
    var json = false

    var output: Output { Output(inJSON: json) }

    /// The directory of this laptop's replica.
    var replicaDirectory: DataDirectory { directory(named: "syncd") }

    /// The directory of a hub; its default stands beside a replica's, so that one person can try
    /// both on one machine.
    var hubDirectory: DataDirectory { directory(named: "syncd-hub") }

    private func directory(named name: String) -> DataDirectory {
        let environment = ProcessInfo.processInfo.environment
        let given = data ?? environment["SYNCD_DATA"].flatMap { $0.isEmpty ? nil : $0 }
        return DataDirectory(path: given ?? DataDirectory.home(environment) + "/" + name)
    }
}
