// Members, invitations and devices as somebody changes them, in one transaction: the hub's commands
// and the administration over HTTP both end here.

internal import LocalStore
internal import SyncEngine

/// The registry of a workspace's people and laptops.
///
/// Rights are judged here, in the transaction that makes the change, by the roles that stand then.
struct Registry {
    let transaction: HubTransaction
    let environment: StoreEnvironment
    let actor: Actor

    var members: MemberDirectory {
        MemberDirectory(transaction: transaction, environment: environment)
    }

    var devices: DeviceTable { DeviceTable(transaction: transaction) }

    /// A code as it is shown this once.
    struct Issued: Sendable {
        let member: Member
        let code: String
        let expiresAt: Int64
    }

    func add(_ name: String, role: Role) throws -> Member {
        let name = try Names.checked(name)
        try actor.require(over: role)
        guard let member = try members.member(named: name) else {
            return try members.create(name, role)
        }
        guard !member.isActive else {
            throw HubError(
                .memberExists, "There is a member '\(name)' already",
                hint: "Choose another name, or change the role of that one.")
        }
        try actor.require(over: member.role)
        try members.setActive(member, true)
        if member.role != role { try members.setRole(of: member, to: role) }
        return Member(
            id: member.id, name: name, role: role, isActive: true, capacity: member.capacity)
    }

    func setRole(of name: String, to role: Role) throws -> Member {
        let member = try existing(name)
        try actor.require(over: member.role)
        try actor.require(over: role)
        guard member.role != role else { return member }
        try requireAnotherOwner(than: member)
        try members.setRole(of: member, to: role)
        try InvitationTable(transaction: transaction).withdraw(of: member.id)
        return Member(
            id: member.id, name: name, role: role, isActive: member.isActive,
            capacity: member.capacity)
    }

    /// Says how much work a member's week has room for.
    /// - Parameter minutes: a week; `nil` takes it away.
    func setCapacity(of name: String, to minutes: Int64?) throws -> Member {
        guard (0...HubLimits.weekMinutes).contains(minutes ?? 0) else {
            throw HubError(
                .badValue, "A week has no \(minutes ?? 0) minutes", hint: "Give 0 to 168 hours.")
        }
        let member = try existing(name)
        try actor.require(over: member.role)
        guard member.capacity != minutes else { return member }
        try members.setCapacity(of: member, to: minutes)
        return Member(
            id: member.id, name: member.name, role: member.role, isActive: member.isActive,
            capacity: minutes)
    }

    func deactivate(_ name: String) throws -> Member {
        let member = try existing(name)
        try actor.require(over: member.role)
        guard member.isActive else { return member }
        try requireAnotherOwner(than: member)
        try members.setActive(member, false)
        try InvitationTable(transaction: transaction).withdraw(of: member.id)
        return Member(
            id: member.id, name: name, role: member.role, isActive: false,
            capacity: member.capacity)
    }

    func invite(_ name: String, role: Role?) throws -> Issued {
        let name = try Names.checked(name)
        let present = try members.member(named: name)
        try actor.require(over: present?.role ?? role ?? .member)
        let member = try present ?? members.create(name, role ?? .member)
        guard member.isActive else { throw HubError.memberInactive(name) }
        guard role == nil || role == member.role else {
            throw HubError(
                .roleDiffers, "'\(name)' is \(member.role.rawValue) here",
                hint: "Change that first with: syncd hub member role")
        }
        return try issue(to: member)
    }

    /// A code for a member who is there.
    func issue(to member: Member) throws -> Issued {
        let code = InvitationCode(random: environment.random())
        let expiresAt = try InvitationTable(transaction: transaction).insert(
            code, for: member, at: environment.wallMilliseconds())
        return Issued(member: member, code: code.description, expiresAt: expiresAt)
    }

    /// A code that is out, without the code: that was shown once.
    struct OpenInvitation: Sendable {
        let member: Member
        let expiresAt: Int64
    }

    func openInvitations() throws -> [OpenInvitation] {
        try actor.requireAdministration()
        let members = Dictionary(uniqueKeysWithValues: try members.all().map { ($0.id, $0) })
        return try InvitationTable(transaction: transaction)
            .open(at: environment.wallMilliseconds()).compactMap { open in
                members[open.member].map { .init(member: $0, expiresAt: open.expiresAt) }
            }
    }

    private func existing(_ name: String) throws -> Member {
        guard let member = try members.member(named: name) else {
            throw HubError.unknownMember(name)
        }
        return member
    }

    private func requireAnotherOwner(than member: Member) throws {
        guard member.role == .owner, member.isActive else { return }
        let others = try members.all().filter { $0.role == .owner && $0.isActive && $0 != member }
        guard others.isEmpty else { return }
        throw HubError(
            .lastOwner, "'\(member.name)' is the only owner",
            hint: "Make somebody else an owner first.")
    }
}

extension Registry {
    /// Ends a device's access; doing it again changes nothing.
    /// - Parameter name: its ordinal, or its name where only one has it.
    func revoke(_ name: String) throws -> Device {
        let device = try device(name)
        try devices.revoke(device.ordinal, at: environment.wallMilliseconds())
        return try devices.device(device.ordinal) ?? device
    }

    /// Lets a revoked device in again, with the token it has.
    func enable(_ name: String) throws -> Device {
        let device = try device(name)
        try devices.enable(device.ordinal)
        return try devices.device(device.ordinal) ?? device
    }

    /// The device that a command means, whose member the actor may administer.
    private func device(_ name: String) throws -> Device {
        let all = try devices.all()
        let byOrdinal = all.first { "\($0.ordinal)" == name }
        let named = byOrdinal.map { [$0] } ?? all.filter { $0.name.utf8.elementsEqual(name.utf8) }
        guard let device = named.first else { throw HubError.unknownDevice(name) }
        guard named.count == 1 else {
            throw HubError(
                .unknownDevice, "\(named.count) devices are called '\(name)'",
                hint: "Say which by its number: "
                    + named.map { "\($0.ordinal)" }.joined(separator: ", "))
        }
        try actor.require(over: try members.member(device.member)?.role ?? .owner)
        return device
    }

    /// Everybody and every device, deactivated and revoked ones among them.
    func roster() throws -> (members: [Member], devices: [DeviceReport]) {
        try actor.requireAdministration()
        let contacts = try ContactTable(transaction: transaction).all()
        return (
            try members.all(),
            try devices.all().map { DeviceReport(device: $0, contact: contacts[$0.ordinal]) }
        )
    }
}
