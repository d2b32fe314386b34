// `syncd time`: correct, delete and list logged time.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct TimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time", abstract: "Logged time, by its ids.",
        discussion: "Example: syncd time list --from 2026-11-01 --by member",
        subcommands: [TimeCorrection.self, TimeDelete.self, TimeList.self])
}

/// The time entry that a command is about.
struct TimeArguments: ParsableArguments {
    @Argument(help: "The entry's id, such as 7-5.") var id: String
    @OptionGroup var seen: SeenOption
    @OptionGroup var options: GlobalOptions

    func change(_ act: (Desk, RowID, Rendered?) throws -> Dot?) throws {
        let seen = try seen.rendered()
        try Replica.writing(options) { replica in
            let id = try replica.desk.timeEntryID(id)
            let dot = try act(replica.desk, id, seen)
            options.output.showChange(of: "time entry", id, by: dot)
        }
    }
}

struct TimeCorrection: ParsableCommand {
    static let configuration = CommandConfiguration(
        "edit", "Correct an entry.", example: "time edit 7-5 --minutes 50m")

    @OptionGroup var entry: TimeArguments
    @Option(help: "How long: 45m, 2h, 2h30.") var minutes: String?
    @Option(help: "The day of the work, as 2026-11-20.") var day: String?
    @Option(help: "What was done, or none.") var note: String?

    func run() throws {
        var edit = TimeEdit()
        edit.minutes = try minutes.map { try WorkDuration($0).minutes }
        edit.day = try day.map { try CalendarDay(option: $0) }
        if let note { edit.note = note == "none" ? .clear : .set(note) }
        try entry.change { try $0.editTime($1, edit, seen: $2) }
    }
}

struct TimeDelete: ParsableCommand {
    static let configuration = CommandConfiguration(
        "delete", "Take an entry out of all sums.", example: "time delete 7-5",
        "A correction made apart from it brings it back, for review.")

    @OptionGroup var entry: TimeArguments

    func run() throws {
        try entry.change { try $0.deleteTime($1, seen: $2) }
    }
}
