// Who changes members and devices, and how far that reaches: one rule for commands and the wire.

internal import SyncEngine

/// Somebody who administers a workspace.
///
/// Admins run the daily business and cannot reach above themselves: what concerns an owner, or
/// would make one, is for owners. An invitation of an owner is an owner's laptop, so it counts.
enum Actor: Sendable {
    /// A person at the hub's own machine, who holds its files anyway.
    case hubOperator
    case member(Member)

    /// - Throws: ``HubError/Code/roleRequired`` unless this one may change a member of that role.
    func require(over role: Role) throws(HubError) {
        switch self {
        case .hubOperator: return
        case .member(let member):
            guard member.role == .owner || (member.role == .admin && role != .owner) else {
                throw .roleRequired(role == .owner ? .owner : .admin)
            }
        }
    }

    /// - Throws: ``HubError/Code/roleRequired`` for a plain member.
    func requireAdministration() throws(HubError) { try require(over: .member) }
}
