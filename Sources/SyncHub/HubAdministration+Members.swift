// Members and devices as the hub's commands change and list them.

internal import LocalStore
public import SyncEngine

extension HubAdministration {
    /// Makes a member, or makes a deactivated one active again in that role.
    /// - Throws: ``HubError/Code/memberExists``, ``HubError/Code/badName``.
    public func addMember(
        _ name: String, role: Role = .member, workspace: String? = nil
    ) throws(HubError) -> Member {
        let name = try Names.checked(name)
        return try change(try directory.chosen(workspace)) { transaction in
            let members = members(transaction)
            guard let member = try members.member(named: name) else {
                return try members.create(name, role)
            }
            guard !member.isActive else {
                throw HubError(
                    .memberExists, "There is a member '\(name)' already",
                    hint: "Choose another name, or change the role of that one.")
            }
            try members.setActive(member, true)
            if member.role != role { try members.setRole(of: member, to: role) }
            return Member(
                id: member.id, name: name, role: role, isActive: true, capacity: member.capacity)
        }
    }

    /// Changes what a member may do; judged anew for every unit that arrives from now on. Open
    /// codes of the member are withdrawn.
    /// - Throws: ``HubError/Code/unknownMember``, ``HubError/Code/lastOwner``.
    public func setRole(
        of name: String, to role: Role, workspace: String? = nil
    ) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { transaction in
            let members = members(transaction)
            let member = try existing(name, members)
            guard member.role != role else { return member }
            try requireAnotherOwner(than: member, members)
            try members.setRole(of: member, to: role)
            try InvitationTable(transaction: transaction).withdraw(of: member.id)
            return Member(
                id: member.id, name: name, role: role, isActive: member.isActive,
                capacity: member.capacity)
        }
    }

    /// Says how much work a member's week has room for.
    /// - Parameter minutes: a week; `nil` takes it away.
    /// - Throws: ``HubError/Code/unknownMember``; ``HubError/Code/badValue`` for less than nothing
    ///   or more than a week has.
    public func setCapacity(
        of name: String, to minutes: Int64?, workspace: String? = nil
    ) throws(HubError) -> Member {
        guard (0...HubLimits.weekMinutes).contains(minutes ?? 0) else {
            throw HubError(
                .badValue, "A week has no \(minutes ?? 0) minutes", hint: "Give 0 to 168 hours.")
        }
        return try change(try directory.chosen(workspace)) { transaction in
            let members = members(transaction)
            let member = try existing(name, members)
            guard member.capacity != minutes else { return member }
            try members.setCapacity(of: member, to: minutes)
            return Member(
                id: member.id, name: member.name, role: member.role, isActive: member.isActive,
                capacity: minutes)
        }
    }

    /// Ends a member's access: none of their devices gets or gives anything any more.
    /// - Throws: ``HubError/Code/unknownMember``, ``HubError/Code/lastOwner``.
    public func deactivate(_ name: String, workspace: String? = nil) throws(HubError) -> Member {
        try change(try directory.chosen(workspace)) { transaction in
            let members = members(transaction)
            let member = try existing(name, members)
            guard member.isActive else { return member }
            try requireAnotherOwner(than: member, members)
            try members.setActive(member, false)
            try InvitationTable(transaction: transaction).withdraw(of: member.id)
            return Member(
                id: member.id, name: name, role: member.role, isActive: false,
                capacity: member.capacity)
        }
    }

    /// Ends one device's access. Doing it again changes nothing.
    /// - Throws: ``HubError/Code/unknownDevice``.
    public func revokeDevice(
        _ ordinal: ReplicaOrdinal, workspace: String? = nil
    ) throws(HubError) -> Device {
        try change(try directory.chosen(workspace)) { transaction in
            let devices = DeviceTable(transaction: transaction)
            try devices.revoke(ordinal, at: environment.wallMilliseconds())
            guard let device = try devices.device(ordinal) else {
                throw HubError(
                    .unknownDevice, "There is no device \(ordinal)",
                    hint: "`syncd hub device list` shows them.")
            }
            return device
        }
    }
}

extension HubAdministration {
    /// What a workspace is and whom it knows.
    public struct Status: Hashable, Sendable {
        public let workspace: String
        public let timeline: Timeline
        /// The position of the newest unit.
        public let position: UInt64
        public let members: [Member]
        public let devices: [Device]
    }

    /// Members and devices, deactivated and revoked ones among them.
    public func status(workspace: String? = nil) throws(HubError) -> Status {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            let head = try store.feed(after: 0, maximumUnits: 1, maximumBytes: 1).head
            return try store.hubTransaction(mayWrite: false) { transaction in
                Status(
                    workspace: name, timeline: store.identity.timeline,
                    position: head.position,
                    members: try members(transaction).all(),
                    devices: try DeviceTable(transaction: transaction).all())
            }
        }
    }

    private func existing(_ name: String, _ members: MemberDirectory) throws -> Member {
        guard let member = try members.member(named: name) else {
            throw HubError.unknownMember(name)
        }
        return member
    }

    private func requireAnotherOwner(than member: Member, _ members: MemberDirectory) throws {
        guard member.role == .owner, member.isActive else { return }
        let others = try members.all().filter { $0.role == .owner && $0.isActive && $0 != member }
        guard others.isEmpty else { return }
        throw HubError(
            .lastOwner, "'\(member.name)' is the only owner",
            hint: "Make somebody else an owner first.")
    }
}
