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
        ]) { PortalLinkText.made(whole, number: made.record.number, until: "\(expires)") }
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
            PortalLinkText.table(links.map(\.json))
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
        hub.options.output.show(link.json) { PortalLinkText.state(of: link.json) }
    }
}

/// What is said of a link where it is made, at the hub or on a laptop.
enum PortalLinkText {
    static func address(of link: PortalLink, at hub: String) -> String {
        String(hub.reversed().drop { $0 == "/" }.reversed()) + link.path
    }

    static func made(_ address: String, number: Int64, until expires: String) -> String {
        """
        \(address)
        Link \(number), good until \(expires). It is shown this once; send it to the client alone.
        """
    }

    static func state(of link: JSONValue) -> String {
        "Link \(link["number"]?.integer ?? 0) for \(link.word("contact_name")) "
            + "is \(link.word("state"))."
    }

    /// - Parameter links: as the hub prints them.
    static func table(_ links: [JSONValue]) -> String {
        guard !links.isEmpty else { return "There are no links." }
        let rows = links.map { link in
            [
                "\(link["number"]?.integer ?? 0)", link.word("state"), link.word("contact_name"),
                "until \(link.word("expires_at"))",
                "by \(link["made_by"]?.string?.printable ?? "the hub's operator")",
                link["revoked_at"]?.string.map { at in
                    "revoked \(at) by "
                        + (link["revoked_by"]?.string?.printable ?? "the hub's operator")
                } ?? "",
            ]
        }
        return TextTable(rows: rows).text
    }
}
