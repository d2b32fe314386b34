// Members and devices in JSON: one spelling for the command line and for HTTP.

public import SupportDesk
internal import SyncEngine

extension Member {
    /// `{"id","name","role","active","capacity"}`; the capacity in minutes a week, or null.
    public var json: JSONValue {
        [
            "id": .string("\(id)"), "name": .string(name), "role": .string(role.rawValue),
            "active": .boolean(isActive), "capacity": .optional(capacity),
        ]
    }
}

extension Registry.OpenInvitation {
    /// `{"member","role","expires_at"}`; the member by name.
    var json: JSONValue {
        [
            "member": .string(member.name), "role": .string(member.role.rawValue),
            "expires_at": .string("\(Moment(milliseconds: expiresAt))"),
        ]
    }
}

extension Device {
    /// `{"ordinal","name","member","enrolled_at","revoked","revoked_at"}`; the member by its id.
    public var json: JSONValue {
        [
            "ordinal": .integer(Int64(ordinal.rawValue)), "name": .string(name),
            "member": .string("\(member)"),
            "enrolled_at": .string("\(Moment(milliseconds: enrolledAt))"),
            "revoked": .boolean(revokedAt != nil),
            "revoked_at": .optional(revokedAt.map { Moment(milliseconds: $0).description }),
        ]
    }
}

extension DeviceReport {
    /// The device with its member's name, its last contact and how far it is behind `head`.
    public func json(_ members: [Member], head: UInt64) -> JSONValue {
        guard case .object(let device) = device.json else { return device.json }
        let name = members.first { $0.id == self.device.member }?.name
        return .object(
            device + [
                .init("member_name", .optional(name)),
                .init(
                    "last_contact",
                    .optional(contact.map { Moment(milliseconds: $0.at).description })),
                .init("position", .integer(Int64(clamping: contact?.position ?? 0))),
                .init("behind", .integer(Int64(clamping: unitsBehind(head)))),
                .init("program", .optional(contact?.program)),
            ])
    }
}
