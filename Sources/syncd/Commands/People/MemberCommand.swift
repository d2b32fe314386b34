// `syncd member`: who is in the workspace and as what, for owners and admins on their laptops.

import ArgumentParser
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
            MemberInvite.self, MemberAdd.self, MemberRole.self, MemberDeactivate.self,
        ])
}

struct MemberInvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "invite", "Make a one-time code, good for an hour, that lets one laptop in.",
        example: "member invite Technician", "Who is not a member yet becomes one.")

    @Argument(help: "The member's name.") var member: String
    @Option(help: "The role of a new member: owner, admin or member.") var role: Role?
    @OptionGroup var administration: AdministrationArguments

    func run() async throws {
        var body: [JSONValue.Member] = [.init("member", .string(member))]
        if let role { body.append(.init("role", .string(role.rawValue))) }
        try await administration.ask("/v1/admin/members/invite", .object(body)) { answer in
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
    @OptionGroup var administration: AdministrationArguments

    func run() async throws {
        try await administration.ask(
            "/v1/admin/members/add",
            ["member": .string(member), "role": .string(role.rawValue)]
        ) { "\($0.word("name")) is \($0.word("role"))." }
    }
}

struct MemberRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "role", "Change what a member may do.", example: "member role Technician admin")

    @Argument(help: "The member's name.") var member: String
    @Argument(help: "owner, admin or member.") var role: Role
    @OptionGroup var administration: AdministrationArguments

    func run() async throws {
        try await administration.ask(
            "/v1/admin/members/role",
            ["member": .string(member), "role": .string(role.rawValue)]
        ) { "\($0.word("name")) is \($0.word("role"))." }
    }
}

struct MemberDeactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "deactivate", "End a member's access on all laptops.",
        example: "member deactivate Technician",
        "Changes that their laptops had not sent arrive at the hub and are kept apart, unapplied.")

    @Argument(help: "The member's name.") var member: String
    @OptionGroup var administration: AdministrationArguments

    func run() async throws {
        try await administration.ask(
            "/v1/admin/members/deactivate", ["member": .string(member)]
        ) { "\($0.word("name")) has no access any more." }
    }
}
