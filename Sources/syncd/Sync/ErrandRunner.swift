// What a team does at its hub, as requests: the commands and the page end here, so that one thing
// has one word.

import DeskPage
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// Does errands at the hub that a laptop joined.
struct ErrandRunner: Sendable {
    let link: HubLink
    /// The hub's address, as links for clients begin.
    let hub: String
    var random: @Sendable () -> UInt64 = StoreEnvironment.system.random

    /// - Returns: The hub's own document.
    func perform(_ errand: HubErrand) async throws(SyncFailure) -> JSONValue {
        switch errand {
        case .makePortalLink(let contact, let days):
            return try await makePortalLink(for: contact, days: days)
        case .portalLinks(let contact?):
            let links = try await link.call(errand.path)
            // The hub gives all; whose they are is told by each.
            return .array(
                (links.array ?? []).filter { $0["contact"]?.string == "\(contact)" })
        default: return try await link.call(errand.path, errand.body)
        }
    }

    /// Everything that the hub did not take, page by page.
    func refused() async throws(SyncFailure) -> JSONValue {
        var records: [JSONValue] = []
        while true {
            let last = records.last?["dot"]?.string.flatMap { Dot($0) }
            let page = try await perform(.refused(after: last)).array ?? []
            // A hub that gives the same page for ever is none.
            guard let next = page.last?["dot"]?.string.flatMap({ Dot($0) }),
                last.map({ $0 < next }) ?? true
            else { return .array(records) }
            records += page
        }
    }

    /// The hub is told the hash of the link; the link goes to whoever sends it on, and is kept
    /// nowhere.
    private func makePortalLink(
        for contact: RowID, days: Int
    ) async throws(SyncFailure) -> JSONValue {
        let made = PortalLink(random: random)
        let answer = try await link.makePortalLink(
            .init(contact: "\(contact)", linkHash: made.hash, days: days))
        return [
            "url": .string(PortalLinkText.address(of: made, at: hub)),
            "number": .integer(answer.number), "contact": .string("\(contact)"),
            "expires_at": .string("\(Moment(milliseconds: answer.expiresAt))"),
        ]
    }
}

extension HubErrand {
    /// Where the hub takes it.
    fileprivate var path: String {
        switch self {
        case .roster: "/v1/admin/roster"
        case .refused(nil): "/v1/admin/refused"
        case .refused(let dot?): "/v1/admin/refused/\(dot)"
        case .invite: "/v1/admin/members/invite"
        case .addMember: "/v1/admin/members/add"
        case .setRole: "/v1/admin/members/role"
        case .setCapacity: "/v1/admin/members/capacity"
        case .deactivate: "/v1/admin/members/deactivate"
        case .revokeDevice: "/v1/admin/devices/revoke"
        case .enableDevice: "/v1/admin/devices/enable"
        case .portalLinks, .makePortalLink: "/v1/portal-links"
        case .revokePortalLink: "/v1/portal-links/revoke"
        }
    }

    /// `nil` asks with GET.
    fileprivate var body: JSONValue? {
        switch self {
        case .roster, .refused, .portalLinks, .makePortalLink: nil
        case .invite(let member, let role), .addMember(let member, let role):
            .object(
                [.init("member", .string(member))]
                    + (role.map { [.init("role", .string($0))] } ?? []))
        case .setRole(let member, let role): ["member": .string(member), "role": .string(role)]
        case .setCapacity(let member, let minutes):
            ["member": .string(member), "minutes": .optional(minutes)]
        case .deactivate(let member): ["member": .string(member)]
        case .revokeDevice(let device), .enableDevice(let device): ["device": .string(device)]
        case .revokePortalLink(let number): ["number": .integer(number)]
        }
    }

    /// How long a page waits for the hub's word: a change is a short talk, a list may be long and
    /// the link slow.
    var patience: Duration { body == nil ? .seconds(60) : .seconds(20) }
}

extension SyncFailure {
    /// Somebody waited as long as they would.
    static func tooSlow(_ patience: Duration) -> SyncFailure {
        SyncFailure(
            .slow, "timed_out",
            "The hub did not answer within \(patience.components.seconds) "
                + "seconds.")
    }
}

extension CommandError {
    /// Why an errand was not done. It is not kept for later: nobody would know when it happens.
    init(errand failure: SyncFailure) {
        let mayHaveHeard = "If the hub heard it all the same, asking again does no harm."
        switch failure.kind {
        case .offline, .slow:
            self.init(
                failure.code, failure.message,
                kept: "This needs the hub; nothing was changed on this laptop.",
                hint: [failure.hint, mayHaveHeard].filter { !$0.isEmpty }.joined(separator: " "),
                exit: .offline)
        case .refused:
            self.init(failure.code, failure.message, hint: failure.hint, exit: .refused)
        case .cancelled, .failed:
            self.init(failure.code, failure.message, hint: failure.hint)
        }
    }
}
