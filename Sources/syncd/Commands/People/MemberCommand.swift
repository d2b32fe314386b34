// `syncd member`: who is in the workspace and as what, for owners and admins on their laptops.

import ArgumentParser
import DeskPage
import SupportDesk
import SyncEngine

struct MemberCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "Members: invite them, change their roles, end their access.",
        discussion: """
            The hub judges by the role that you have there. Admins cannot change owners.

            Example: syncd member invite Technician
            """,
        subcommands: [
            MemberInvite.self, MemberAdd.self, MemberRole.self, MemberCapacity.self,
            MemberDeactivate.self,
        ])
}

struct MemberInvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "invite", "Make a one-time code, good for an hour, that lets one laptop in.",
        example: "member invite Technician", "Who is not a member yet becomes one.")

    @Argument(help: "The member's name.") var member: String
    @Option(help: "The role of a new member: owner, admin or member.") var role: Role?
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.invite(member, role: role?.rawValue)) { answer in
            let code = answer.word("code")
            return "\(code)\nGood once, until \(answer.word("expires_at")): syncd join URL \(code)"
        }
    }
}

struct MemberAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "add", "Add a member without inviting a laptop, or make a deactivated one active again.",
        example: "member add Technician")

    @Argument(help: "The member's name.") var member: String
    @Option(help: "owner, admin or member.") var role: Role = .member
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.addMember(member, role: role.rawValue)) {
            "\($0.word("name")) is \($0.word("role"))."
        }
    }
}

struct MemberRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "role", "Change what a member may do.", example: "member role Technician admin")

    @Argument(help: "The member's name.") var member: String
    @Argument(help: "owner, admin or member.") var role: Role
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.setRole(member, to: role.rawValue)) {
            "\($0.word("name")) is \($0.word("role"))."
        }
    }
}

struct MemberCapacity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "capacity", "Say how much work a member's week has room for.",
        example: "member capacity Technician 30h",
        "`syncd workload` compares it with the work that is left.")

    @Argument(help: "The member's name.") var member: String
    @Argument(help: "How long: 30h, 37h30, or none.") var week: String
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        let minutes = week == "none" ? nil : try WorkDuration(week).minutes
        try await online.perform(.setCapacity(member, minutes: minutes)) {
            CapacityText.sentence($0.word("name"), minutes: $0["capacity"]?.integer)
        }
    }
}

/// What is said of a capacity that was set, at the hub or on a laptop.
enum CapacityText {
    static func sentence(_ name: String, minutes: Int64?) -> String {
        guard let minutes, let week = try? WorkDuration(minutes: minutes) else {
            return "\(name) has no capacity set."
        }
        return "\(name) has \(week) a week."
    }
}

struct MemberDeactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "deactivate", "End a member's access on all laptops.",
        example: "member deactivate Technician",
        "Changes that their laptops had not sent arrive at the hub and are kept apart, unapplied.")

    @Argument(help: "The member's name.") var member: String
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.deactivate(member)) {
            "\($0.word("name")) has no access any more."
        }
    }
}
