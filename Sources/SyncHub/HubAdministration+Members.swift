// Members and devices as the hub's commands change and list them.

internal import LocalStore
public import SyncEngine

extension HubAdministration {
    /// Makes a member, or makes a deactivated one active again in that role.
    /// - Throws: ``HubError/Code/memberExists``, ``HubError/Code/badName``.
    public func addMember(
        _ name: String, role: Role = .member, workspace: String? = nil
    ) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { try $0.add(name, role: role) }
    }

    /// Changes what a member may do; judged anew for every unit that arrives from now on. Open
    /// codes of the member are withdrawn.
    /// - Throws: ``HubError/Code/unknownMember``, ``HubError/Code/lastOwner``.
    public func setRole(
        of name: String, to role: Role, workspace: String? = nil
    ) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { try $0.setRole(of: name, to: role) }
    }

    /// Says how much work a member's week has room for.
    /// - Parameter minutes: a week; `nil` takes it away.
    /// - Throws: ``HubError/Code/unknownMember``; ``HubError/Code/badValue`` for less than nothing
    ///   or more than a week has.
    public func setCapacity(
        of name: String, to minutes: Int64?, workspace: String? = nil
    ) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { try $0.setCapacity(of: name, to: minutes) }
    }

    /// Ends a member's access: none of their devices gets or gives anything any more.
    /// - Throws: ``HubError/Code/unknownMember``, ``HubError/Code/lastOwner``.
    public func deactivate(_ name: String, workspace: String? = nil) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { try $0.deactivate(name) }
    }

    /// Ends one device's access. Doing it again changes nothing.
    /// - Parameter device: its ordinal, or its name where only one has it.
    /// - Throws: ``HubError/Code/unknownDevice``.
    public func revokeDevice(
        _ device: String, workspace: String? = nil
    ) throws(HubError) -> Device {
        try changeDevice(workspace) { try $0.revoke(device) }
    }

    /// The same for the device of that ordinal.
    public func revokeDevice(
        _ ordinal: ReplicaOrdinal, workspace: String? = nil
    ) throws(HubError) -> Device {
        try revokeDevice("\(ordinal)", workspace: workspace)
    }

    /// Lets a revoked device in again. It unlocks at its next contact, and what it had not sent is
    /// judged then as if it had never been away.
    /// - Throws: ``HubError/Code/unknownDevice``.
    public func enableDevice(
        _ device: String, workspace: String? = nil
    ) throws(HubError) -> Device {
        try changeDevice(workspace) { try $0.enable(device) }
    }

    /// Who is shut out stands beside the database, too: a restored one must not let them in.
    private func changeDevice(
        _ workspace: String?, _ body: (Registry) throws -> Device
    ) throws(HubError) -> Device {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            let device = try store.hubTransaction(mayWrite: true) { try body(registry($0)) }
            try WorkspaceFile.noteRevocations(store, directory.records(of: name))
            return device
        }
    }
}
