// What a team does at its hub, and nowhere else: people, laptops, links for clients. The page
// offers it and the hub judges it, by the role that stands there.

public import SyncEngine

/// One question to the hub, or one change there. It needs the hub, and is never queued: who may
/// come in, and who may look, must not depend on when a laptop is online again.
public enum HubErrand: Hashable, Sendable {
    /// Members, laptops and open invitations.
    case roster
    /// Changes of anybody that the hub did not take, from behind this one on.
    case refused(after: Dot?)
    /// - Parameter role: of a new member; `nil`: member.
    case invite(String, role: String?)
    case addMember(String, role: String?)
    case setRole(String, to: String)
    /// - Parameter minutes: a week; `nil` takes it away.
    case setCapacity(String, minutes: Int64?)
    case deactivate(String)
    /// By number, or by name where only one laptop has it.
    case revokeDevice(String)
    case enableDevice(String)
    /// Links for clients that are out or were: of one contact, or all.
    case portalLinks(of: RowID?)
    case revokePortalLink(Int64)
    /// The link is made on this laptop; the hub hears its hash.
    case makePortalLink(for: RowID, days: Int)
}
