// `syncd hub portal`: links through which clients look; made, listed and called back at the hub.

import ArgumentParser
import SupportDesk
import SyncEngine
import SyncHub

struct HubPortalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "Links through which clients read what was shared with them.",
        discussion: "Example: syncd hub portal link \"Ada Pump\" --days 30",
        subcommands: [HubPortalLink.self, HubPortalList.self, HubPortalRevoke.self])
}

struct HubPortalLink: ParsableCommand {
    static let configuration = CommandConfiguration(
        "link", "Make a link for a contact; it is shown this once.",
        example: "hub portal link \"Ada Pump\" --days 30",
        "Whoever has the link reads what the contact may read, until it ends or is revoked.")

    @Argument(help: "The contact, by name or id.") var contact: String
    @Option(help: "How many days the link lives.") var days = HubLimits.portalLinkDays
    @Option(help: "The hub's address, as clients reach it.") var url = "http://127.0.0.1:7979"
    @OptionGroup var hub: HubArguments

    func run() throws {
        let made = try hub.administration.makePortalLink(
            for: Reference(contact), days: days, workspace: hub.workspace)
        let expires = Moment(milliseconds: made.record.expiresAt)
        let whole = PortalLinkText.address(of: made.link, at: url)
        hub.options.output.show([
            "url": .string(whole), "number": .integer(made.record.number),
            "contact": .string("\(made.record.contact)"),
            "expires_at": .string(expires.description),
        ]) { PortalLinkText.made(whole, number: made.record.number, until: expires) }
    }
}

struct HubPortalList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List the links: for whom, by whom, until when. The links themselves are not kept.",
        example: "hub portal list")

    @OptionGroup var hub: HubArguments

    func run() throws {
        let links = try hub.administration.portalLinks(workspace: hub.workspace)
        hub.options.output.show(.array(links.map(\.json))) {
            TextTable(rows: links.map(\.cells)).text
        }
    }
}

struct HubPortalRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        "revoke", "End a link: from the next request on it shows nothing.",
        example: "hub portal revoke 3")

    @Argument(help: "The link's number, as the list has it.") var number: Int64
    @OptionGroup var hub: HubArguments

    func run() throws {
        let link = try hub.administration.revokePortalLink(number, workspace: hub.workspace)
        hub.options.output.show(link.json) {
            "Link \(link.record.number) for \(link.contact.printable) is \(link.state.rawValue)."
        }
    }
}

/// What is said of a link where it is made, at the hub or on a laptop.
enum PortalLinkText {
    static func address(of link: PortalLink, at hub: String) -> String {
        String(hub.reversed().drop { $0 == "/" }.reversed()) + link.path
    }

    static func made(_ address: String, number: Int64, until expires: Moment) -> String {
        """
        \(address)
        Link \(number), good until \(expires). It is shown this once; send it to the client alone.
        """
    }
}

extension HubAdministration.NamedPortalLink {
    fileprivate var json: JSONValue {
        [
            "number": .integer(record.number), "contact": .string("\(record.contact)"),
            "contact_name": .string(contact), "made_by": .optional(maker),
            "made_at": .string("\(Moment(milliseconds: record.madeAt))"),
            "expires_at": .string("\(Moment(milliseconds: record.expiresAt))"),
            "revoked_at": .optional(record.revokedAt.map { "\(Moment(milliseconds: $0))" }),
            "state": .string(state.rawValue),
        ]
    }

    fileprivate var cells: [String] {
        [
            "\(record.number)", state.rawValue, contact.printable,
            "until \(Moment(milliseconds: record.expiresAt))",
            "by \((maker ?? "the hub's operator").printable)",
        ]
    }
}
