// Members and devices over HTTP, for the owners and admins of a workspace while they are online.

internal import Foundation
internal import Hummingbird
internal import LocalStore
internal import SupportDesk
internal import SyncEngine

/// Answers the paths below `/v1/admin` and `/v1/sign-out`.
///
/// The role is the one that the device's member has in the transaction that does the thing,
/// whatever the laptop believes.
struct AdministrationEndpoint: Sendable {
    let door: DeviceDoor
    let environment: StoreEnvironment

    /// Makes one change.
    func change(
        _ routed: RoutedRequest,
        _ body: @escaping @Sendable (AdministrationRequest, Registry) throws -> JSONValue
    ) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let wish = try await wish(routed)
        let environment = environment
        let answer = try await caller.workspace.write { transaction in
            let registry = Registry(
                transaction: transaction, environment: environment,
                actor: .member(try caller.member(transaction, environment)))
            try registry.actor.requireAdministration()
            return try body(wish, registry)
        }
        try await caller.workspace.noteRevocations()
        return Response(json: Array(answer.description.utf8))
    }

    /// Everybody and every device.
    func roster(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let (environment, name) = (environment, caller.workspace.name)
        let answer = try await caller.workspace.read { transaction -> JSONValue in
            let registry = Registry(
                transaction: transaction, environment: environment,
                actor: .member(try caller.member(transaction, environment)))
            let roster = try registry.roster()
            let head = try transaction.head()
            return [
                "workspace": .string(name), "position": .integer(Int64(head.position)),
                "members": .array(roster.members.map(\.json)),
                "devices": .array(
                    roster.devices.map { $0.json(roster.members, head: head.position) }),
                "invitations": .array(try registry.openInvitations().map(\.json)),
            ]
        }
        return Response(json: Array(answer.description.utf8))
    }

    /// What was not taken of anybody: a page of it, from the dot in the path's place on.
    func untaken(_ routed: RoutedRequest) async throws -> Response {
        let after = routed.places.first.map { Dot($0) }
        if case .some(nil) = after { throw HubError.malformed("The path names no change") }
        let caller = try await door.caller(of: routed.request, routed.context)
        let environment = environment
        try await caller.workspace.read { transaction in
            let member = try caller.member(transaction, environment)
            try Actor.member(member).requireAdministration()
        }
        let records = try await caller.workspace.untaken(after: after ?? nil)
        return Response(json: Array(JSONValue.array(records.map(\.json)).description.utf8))
    }

    /// Revokes the asking device itself: whatever is on it stays there, and is locked.
    func signOut(_ routed: RoutedRequest) async throws -> Response {
        let caller = try await door.caller(of: routed.request, routed.context)
        let environment = environment
        let ordinal = caller.device.ordinal
        try await caller.workspace.write { transaction in
            _ = try caller.member(transaction, environment)
            try DeviceTable(transaction: transaction).revoke(
                ordinal, at: environment.wallMilliseconds())
        }
        try await caller.workspace.noteRevocations()
        return Response(json: Array(#"{"signed_out":true}"#.utf8))
    }

    private func wish(_ routed: RoutedRequest) async throws -> AdministrationRequest {
        let body = try await routed.request.bytes(
            of: "application/json", limit: HubLimits.administrationBytes, routed.context)
        guard
            let wish = try? JSONDecoder().decode(AdministrationRequest.self, from: Data(body))
        else { throw HubError.malformed("The body is not an administration request in JSON") }
        return wish
    }
}

/// The body of every administration request; a path reads what it needs.
struct AdministrationRequest: Decodable, Sendable {
    private let member: String?
    private let role: String?
    private let device: String?
    /// `nil` where the body says nothing of it.
    private let week: Week?

    /// How much a week has room for: minutes, or null for "nobody has said".
    private struct Week: Sendable {
        let minutes: Int64?
    }

    private enum CodingKeys: String, CodingKey {
        case member, role, device, minutes
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        member = try body.decodeIfPresent(String.self, forKey: .member)
        role = try body.decodeIfPresent(String.self, forKey: .role)
        device = try body.decodeIfPresent(String.self, forKey: .device)
        week =
            body.contains(.minutes)
            ? Week(minutes: try body.decodeIfPresent(Int64.self, forKey: .minutes)) : nil
    }

    func memberName() throws(HubError) -> String { try required(member, "member") }
    func deviceName() throws(HubError) -> String { try required(device, "device") }

    /// The minutes of a week; `nil` to take them away.
    func weekMinutes() throws(HubError) -> Int64? {
        guard let week else { throw .malformed("The body lacks 'minutes'") }
        return week.minutes
    }

    /// The role, if one is named.
    func roleIfAny() throws(HubError) -> Role? {
        guard let role else { return nil }
        guard let known = Role(rawValue: role) else {
            throw .malformed("There is no role '\(role.prefix(20))'")
        }
        return known
    }

    private func required(_ text: String?, _ key: String) throws(HubError) -> String {
        guard let text else { throw .malformed("The body lacks '\(key)'") }
        return text
    }
}
