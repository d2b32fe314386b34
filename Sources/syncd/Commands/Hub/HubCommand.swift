// `syncd hub`: the hub's own commands, on its directory; they work while it serves.

import ArgumentParser
import Foundation
import SupportDesk
import SyncEngine
import SyncHub

struct HubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub", abstract: "Set up and run a hub, and say who may join it.",
        discussion: "Example: syncd hub init --workspace acme --owner Dispatcher",
        subcommands: [
            HubInit.self, HubServe.self, HubInvite.self, HubMemberCommand.self,
            HubDeviceCommand.self, HubRefusedCommand.self, HubPortalCommand.self, HubStatus.self,
            HubVerify.self, HubBackup.self, HubRestore.self,
        ])
}

/// The workspace that a hub command is about.
struct HubArguments: ParsableArguments {
    @Option(help: "The workspace, where the hub has several.") var workspace: String?
    @OptionGroup var options: GlobalOptions

    var administration: HubAdministration {
        HubAdministration(directory: options.hubDirectory.path)
    }
}

struct HubInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        "init", "Make a hub's directory, with its owner and a first invitation.",
        example: "hub init --workspace acme --owner Dispatcher --data /var/lib/syncd")

    @Option(help: "The workspace's name: letters, digits, - and _.") var workspace: String
    @Option(help: "The owner's name.") var owner: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let hub = HubAdministration(directory: options.hubDirectory.path)
        let invitation = try hub.initialize(workspace: workspace, owner: owner)
        options.output.show([
            "workspace": .string(invitation.workspace), "code": .string(invitation.code),
        ]) {
            """
            The workspace \(invitation.workspace) is in \(options.hubDirectory.path).
            Start it with `syncd hub serve`, then let \(owner) join within an hour:
              syncd join http://127.0.0.1:7979 \(invitation.code)
            """
        }
    }
}

struct HubInvite: ParsableCommand {
    static let configuration = CommandConfiguration(
        "invite", "Make a one-time code, good for an hour, that lets one laptop in.",
        example: "hub invite Technician --role admin", "Who is not a member yet becomes one.")

    @Argument(help: "The member's name.") var member: String
    @Option(help: "The role of a new member: owner, admin or member.") var role: Role?
    @OptionGroup var hub: HubArguments

    func run() throws {
        let invitation = try hub.administration.invite(
            member, role: role, workspace: hub.workspace)
        let expires = Moment(milliseconds: invitation.expiresAt)
        hub.options.output.show([
            "code": .string(invitation.code), "workspace": .string(invitation.workspace),
            "member": .string(invitation.member.name),
            "role": .string(invitation.member.role.rawValue),
            "expires_at": .string(expires.description),
        ]) {
            "\(invitation.code)\nGood once, until \(expires): syncd join URL \(invitation.code)"
        }
    }
}
