// The program `syncd`: the tree of its commands, and the one place where errors become exit codes.

import ArgumentParser
import Foundation

/// The root of the command line; everything a person can do hangs below it.
@main
struct Syncd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "syncd",
        abstract: "Support tickets that work offline, and come together without loss.",
        discussion: """
            Example: syncd ticket new --title "Printer on fire"

            Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the hub or by a right, \
            4 no network or hub where one was needed, 5 needs a decision (with --strict).
            """,
        version: BuildVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Laptop",
                subcommands: [
                    Join.self, RunCommand.self, OpenCommand.self, SyncCommand.self,
                    StatusCommand.self,
                    UnsentCommand.self, RefusedCommand.self, ExportCommand.self,
                    DigestCommand.self, ImportCommand.self, DoctorCommand.self,
                    PortalCommand.self, SignOut.self,
                ]),
            CommandGroup(
                name: "Tickets",
                subcommands: [
                    TicketCommand.self, CommentCommand.self, DocumentCommand.self,
                    TimeCommand.self, ConflictsCommand.self, ConflictCommand.self,
                    NoticesCommand.self, RulesCommand.self,
                ]),
            CommandGroup(
                name: "Lists",
                subcommands: [
                    ListCommand<Categories>.self, ListCommand<Types>.self,
                    ListCommand<Contacts>.self, ListCommand<Organizations>.self,
                    ListCommand<Projects>.self, MembersCommand.self, WorkloadCommand.self,
                ]),
            CommandGroup(
                name: "People, for owners and admins",
                subcommands: [MemberCommand.self, DeviceCommand.self]),
            CommandGroup(name: "Hub", subcommands: [HubCommand.self, DemoCommand.self]),
        ])

    static func main() async {
        // A peer that hangs up must be an error of that call, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Ending(of: error, inJSON: arguments.contains("--json")).leave()
        }
    }
}
