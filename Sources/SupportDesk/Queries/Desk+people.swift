// The people of the workspace, and the lists that tickets choose from.

import LocalStore
public import SyncEngine

/// A member with role and laptops, as the hub sent them.
public struct MemberRecord: Hashable, Sendable {
    public let id: RowID
    public let name: String
    /// `member`, `admin`, `owner`.
    public let role: String?
    public let isActive: Bool
    public let devices: [String]
    /// The work that a week of theirs has room for, in minutes; `nil` where nobody has said.
    public let capacity: Int64?

    public var json: JSONValue {
        [
            "id": .string(id.description), "name": .string(name), "role": .optional(role),
            "active": .boolean(isActive), "devices": .strings(devices),
            "capacity": .optional(capacity),
        ]
    }
}

/// A laptop of the workspace.
public struct LaptopRecord: Hashable, Sendable {
    public let ordinal: Int64
    public let name: String
    public let member: String
    /// Whether it is the one that was asked.
    public let isThis: Bool

    public var json: JSONValue {
        [
            "ordinal": .integer(ordinal), "name": .string(name), "member": .string(member),
            "this": .boolean(isThis),
        ]
    }
}

/// A row of one of the lists.
public struct NamedRecord: Hashable, Sendable {
    public let id: RowID
    public let name: String
    public let isArchived: Bool
    /// Whether another active row bears the same name: two people added it apart.
    public let isDuplicate: Bool
    /// Of a contact or project.
    public let organization: String?
    public let organizationID: RowID?
    /// Of a contact.
    public let email: String?
    /// The token of what is rendered here: a write that takes it covers this and nothing else.
    public let seen: String

    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id.description)), .init("name", .string(name)),
            .init("archived", .boolean(isArchived)), .init("duplicate", .boolean(isDuplicate)),
        ]
        if let organization { members.append(.init("organization", .string(organization))) }
        if let email { members.append(.init("email", .string(email))) }
        return .object(members)
    }

    /// With what an edit needs.
    public var editableJSON: JSONValue {
        .object(
            (json.members ?? []) + [
                .init("organization_id", .optional(organizationID?.description)),
                .init("seen", .string(seen)),
            ])
    }
}

extension Desk {
    /// Everybody, by name.
    public func members() throws -> [MemberRecord] {
        try store.read { reader in
            let replicas = try reader.select("SELECT member, name FROM replica ORDER BY ordinal")
            let devices = Dictionary(grouping: replicas) { $0["member"] }
            let members = try reader.select(
                """
                SELECT id, name, role, IFNULL(active, 1) AS active, capacity FROM member
                ORDER BY name, id
                """)
            return members.compactMap { record in
                guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)) else {
                    return nil
                }
                return MemberRecord(
                    id: id, name: record["name"].text ?? "", role: record["role"].text,
                    isActive: record["active"] == .integer(1),
                    devices: (devices[record["id"]] ?? []).compactMap { $0["name"].text },
                    capacity: record["capacity"].integer)
            }
        }
    }

    /// All laptops of the workspace, by ordinal.
    public func laptops() throws -> [LaptopRecord] {
        try store.read { reader in
            let records = try reader.select(
                """
                SELECT replica.ordinal AS ordinal, replica.name AS name, member.name AS member
                FROM replica LEFT JOIN member ON member.id = replica.member
                ORDER BY replica.ordinal
                """)
            return records.compactMap { record in
                guard let ordinal = record["ordinal"].integer else { return nil }
                return LaptopRecord(
                    ordinal: ordinal, name: record["name"].text ?? "",
                    member: record["member"].text ?? "?",
                    isThis: ordinal == Int64(store.identity.ordinal.rawValue))
            }
        }
    }

    /// The rows of a list, by name.
    public func list(_ list: NamedList, includingArchived: Bool = true) throws -> [NamedRecord] {
        try store.read { reader in
            let display = try Display(reader, desk: self)
            let named = try lookup(reader).named(list.entity)
            let active = Dictionary(grouping: named.filter(\.isUsable)) { Value.text($0.name) }
            let records = try named.filter { includingArchived || $0.isUsable }.map { item in
                let row = try reader.row(RowKey(list.entity, item.id))
                let organization = list.organizationField.flatMap { row?.value($0).integer }
                return NamedRecord(
                    id: item.id, name: item.name, isArchived: !item.isUsable,
                    isDuplicate: item.isUsable && (active[.text(item.name)]?.count ?? 0) > 1,
                    organization: try display.name(of: TicketSchema.organization, organization),
                    organizationID: organization.flatMap(RowID.init(rawValue:)),
                    email: list == .contact ? row?.value(ContactField.email).text : nil,
                    seen: try reader.rendered([RowKey(list.entity, item.id)]).token)
            }
            return records.sorted { left, right in
                let (first, second) = (Value.text(left.name), Value.text(right.name))
                return first == second ? left.id < right.id : first < second
            }
        }
    }
}
