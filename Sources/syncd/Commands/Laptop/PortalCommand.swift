// `syncd portal`: a link for a client, made from a laptop while the hub can be reached.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

struct PortalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal", abstract: "Let a client read what was shared with them.",
        discussion: "Example: syncd portal link \"Ada Pump\" --days 30",
        subcommands: [PortalLinkCommand.self])
}

struct PortalLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "link", "Make a link for a contact; it is shown this once.",
        example: "portal link \"Ada Pump\" --days 30",
        "Needs the hub. Lists and revocations: `syncd hub portal`.")

    @Argument(help: "The contact, by name or id.") var contact: String
    @Option(help: "How many days the link lives.") var days = HubLimits.portalLinkDays
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        let contact = try replica.desk.contactID(Reference(contact), mayBeArchived: false)
        let made = try await PortalLinkMaking(replica).make(for: contact, days: days)
        try replica.store.close()
        options.output.show(made.json) {
            PortalLinkText.made(made.address, number: made.number, until: made.expires)
        }
    }
}

/// Makes links through the hub; what the command and a page on the laptop share.
struct PortalLinkMaking {
    let replica: Replica
    var random = StoreEnvironment.system.random

    init(_ replica: Replica) { self.replica = replica }

    /// A link and what the hub said of it.
    struct Made {
        /// The whole address, with the secret in it.
        let address: String
        let contact: RowID
        let number: Int64
        let expires: Moment

        var json: JSONValue {
            [
                "url": .string(address), "number": .integer(number),
                "contact": .string("\(contact)"), "expires_at": .string(expires.description),
            ]
        }
    }

    /// The hub is told the hash of the link; the link stays here until somebody sends it on.
    func make(for contact: RowID, days: Int) async throws -> Made {
        let link = PortalLink(random: random)
        let hub = try replica.link()
        let result: Result<PortalLinkRequest.Answer, SyncFailure>
        do throws(SyncFailure) {
            result = .success(
                try await hub.makePortalLink(
                    .init(contact: contact.description, linkHash: link.hash, days: days)))
        } catch {
            result = .failure(error)
        }
        await hub.close()
        let answer = try result.get()
        return Made(
            address: PortalLinkText.address(of: link, at: replica.store.identity.hubURL),
            contact: contact, number: answer.number,
            expires: Moment(milliseconds: answer.expiresAt))
    }
}
