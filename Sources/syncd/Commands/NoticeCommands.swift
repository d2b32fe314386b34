// `syncd notices`: what a merge did that concerns this member, until it was read or decided.

import ArgumentParser
import LocalStore
import SupportDesk

struct NoticesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices", abstract: "What merges did that you should know of.",
        discussion: "Example: syncd notices read --all",
        subcommands: [NoticesList.self, NoticesRead.self], defaultSubcommand: NoticesList.self)
}

struct NoticesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List notices that you have not read, and reviews that nobody has decided.",
        example: "notices list")

    @Flag(help: "Also those that you have read.") var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let notices = try Replica.reading(options) { try $0.desk.notices(includingRead: all) }
        options.output.show(.array(notices.map(\.json))) {
            notices.isEmpty ? "Nothing new." : notices.map(\.line).joined(separator: "\n")
        }
    }
}

struct NoticesRead: ParsableCommand {
    static let configuration = CommandConfiguration(
        "read", "Say that you have read notices, on all your laptops.",
        example: "notices read 3fa90c1b", "A review stays until somebody decides.")

    @Argument(help: "The notices' ids, or their beginnings.") var ids: [String] = []
    @Flag(help: "All notices; reviews stay.") var all = false
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard ids.isEmpty == all else { throw ValidationError("Give ids, or --all.") }
    }

    func run() throws {
        try Replica.writing(options) { replica in
            let read = try all ? replica.desk.markAllRead() : replica.desk.markRead(ids)
            options.output.show(["read": .strings(read.map(\.id))]) {
                read.count == 1 ? "One notice read." : "\(read.count) notices read."
            }
        }
    }
}
