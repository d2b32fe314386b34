// `syncd portal`: links for clients, made, listed and ended from a laptop while the hub can be
// reached.

import ArgumentParser
import DeskPage
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

struct PortalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal", abstract: "Let a client read what was shared with them.",
        discussion: "Example: syncd portal link \"Plant manager\" --days 30",
        subcommands: [PortalLinkCommand.self, PortalListCommand.self, PortalRevokeCommand.self])
}

struct PortalLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "link", "Make a link for a contact; it is shown this once.",
        example: "portal link \"Plant manager\" --days 30",
        "Needs the hub. `portal list` and `portal revoke` look after the links.")

    @Argument(help: "The contact, by name or id.") var contact: String
    @Option(help: "How many days the link lives.") var days = HubLimits.portalLinkDays
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform { replica in
            .makePortalLink(
                for: try replica.desk.contactID(Reference(contact), mayBeArchived: false),
                days: days)
        } text: { made in
            PortalLinkText.made(
                made.word("url"), number: made["number"]?.integer ?? 0,
                until: made.word("expires_at"))
        }
    }
}

struct PortalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List the links: for whom, by whom, until when. The links themselves nobody keeps.",
        example: "portal list --contact \"Plant manager\"",
        "Needs the hub. Those that ended are listed for a while, too.")

    @Option(help: "Only the links of this contact, by name or id.") var contact: String?
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform { replica in
            .portalLinks(of: try contact.map { try replica.desk.contactID(Reference($0)) })
        } text: {
            PortalLinkText.table($0.array ?? [])
        }
    }
}

struct PortalRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "revoke", "End a link: from the next request on it shows nothing.",
        example: "portal revoke 3",
        "Needs the hub. Anybody of the team may; the list says who did.")

    @Argument(help: "The link's number, as the list has it.") var link: Int64
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.revokePortalLink(link)) { PortalLinkText.state(of: $0) }
    }
}
