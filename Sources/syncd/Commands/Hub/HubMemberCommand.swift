// `syncd hub member`: who may do what, judged anew for every change that arrives.

import ArgumentParser
import SupportDesk
import SyncEngine
import SyncHub

struct HubMemberCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "Members: add them, change their roles, end their access.",
        discussion: "Example: syncd hub member role Technician admin",
        subcommands: [
            HubMemberAdd.self, HubMemberRole.self, HubMemberCapacity.self,
            HubMemberDeactivate.self,
        ])
}

struct HubMemberAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        "add", "Add a member without inviting a laptop.", example: "hub member add Technician")

    @Argument(help: "The member's name.") var member: String
    @Option(help: "owner, admin or member.") var role: Role = .member
    @OptionGroup var hub: HubArguments

    func run() throws {
        let added = try hub.administration.addMember(member, role: role, workspace: hub.workspace)
        hub.options.output.show(added.json) { "\(added.name) is \(added.role.rawValue)." }
    }
}

struct HubMemberRole: ParsableCommand {
    static let configuration = CommandConfiguration(
        "role", "Change what a member may do.", example: "hub member role Technician admin")

    @Argument(help: "The member's name.") var member: String
    @Argument(help: "owner, admin or member.") var role: Role
    @OptionGroup var hub: HubArguments

    func run() throws {
        let changed = try hub.administration.setRole(
            of: member, to: role, workspace: hub.workspace)
        hub.options.output.show(changed.json) { "\(changed.name) is \(changed.role.rawValue)." }
    }
}

struct HubMemberCapacity: ParsableCommand {
    static let configuration = CommandConfiguration(
        "capacity", "Say how much work a member's week has room for.",
        example: "hub member capacity Technician 30h",
        "`syncd workload` compares it with the work that is left.")

    @Argument(help: "The member's name.") var member: String
    @Argument(help: "How long: 30h, 37h30, or none.") var week: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let minutes = week == "none" ? nil : try WorkDuration(week).minutes
        let changed = try hub.administration.setCapacity(
            of: member, to: minutes, workspace: hub.workspace)
        hub.options.output.show(changed.json) {
            CapacityText.sentence(changed.name, minutes: changed.capacity)
        }
    }
}

struct HubMemberDeactivate: ParsableCommand {
    static let configuration = CommandConfiguration(
        "deactivate", "End a member's access on all laptops.",
        example: "hub member deactivate Technician")

    @Argument(help: "The member's name.") var member: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let changed = try hub.administration.deactivate(member, workspace: hub.workspace)
        hub.options.output.show(changed.json) { "\(changed.name) has no access any more." }
    }
}
