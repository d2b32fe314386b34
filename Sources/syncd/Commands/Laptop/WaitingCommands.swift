// `syncd unsent` and `syncd members`: what waits here, and who is who.

import ArgumentParser
import LocalStore
import SupportDesk

struct UnsentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "unsent", "List the changes that are on this laptop alone.", example: "unsent")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let units = try Replica.reading(options) { try $0.desk.unsent() }
        options.output.show(.array(units.map(\.json))) {
            units.isEmpty ? "Everything is sent." : units.map(\.line).joined(separator: "\n")
        }
    }
}

struct MembersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "members", "List the people of the workspace and their laptops.", example: "members")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let members = try Replica.reading(options) { try $0.desk.members() }
        options.output.show(.array(members.map(\.json))) {
            members.map(\.line).joined(separator: "\n")
        }
    }
}
