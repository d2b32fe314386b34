// A laptop whose hub was restored from a backup that does not know it: it joins again, with its
// replica, and gives back what it has.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

/// The steps of joining again, each of which may be repeated after a crash: until the hub has
/// answered, the laptop stands as it stood.
struct Rejoining {
    let replica: Replica
    let name: String
    let authorities: Data?

    /// - Parameters:
    ///   - name: what to call the laptop; by default as before.
    ///   - authorities: the content of the file that `--ca` named.
    init(_ replica: Replica, name: String?, authorities: Data?) {
        self.replica = replica
        self.name = name ?? replica.store.identity.replicaName
        self.authorities = authorities
    }

    private var directory: DataDirectory { replica.directory }

    /// Gets the laptop a new number and token; what it has is given back by the sync that follows.
    func enrol(at url: String, code: String) async throws {
        guard let lock = try replica.store.trySyncLock() else {
            throw CommandError(
                "busy", "A daemon or another command syncs this laptop.",
                hint: "Stop it, and join again then.")
        }
        defer { withExtendedLifetime(lock) {} }
        var credentials =
            try Credentials.load(from: directory) ?? Credentials(hub: url, code: code)
        if let authorities { try PrivateFile.write(authorities, to: directory.newAuthorities) }
        let file =
            authorities != nil
            ? directory.newAuthorities : credentials.hasAuthorities ? directory.authorities : nil
        try await requireForgotten(by: url, credentials, file)
        let secrets = credentials.rejoin(url, code: code, hasAuthorities: authorities != nil)
        try credentials.save(in: directory)
        let answer = try await answer(secrets, file)
        let joined = try ReplicaIdentity(answer, hub: url)
        let former = try replica.store.position().ordinal
        try replica.store.belong(
            to: joined.member, named: joined.memberName, hubURL: joined.hubURL)
        if authorities != nil, rename(directory.newAuthorities, directory.authorities) != 0 {
            throw SystemError.last("rename \(directory.newAuthorities)")
        }
        credentials.rejoined(as: former)
        try credentials.save(in: directory)
    }

    /// Whoever is known does not lose the number that they have by mistake.
    private func requireForgotten(
        by url: String, _ credentials: Credentials, _ authorities: String?
    ) async throws {
        let token = credentials.token(for: replica.store.identity.ordinal)
        let link = try HubLink(to: url, token: token, authorities: authorities)
        let result = await Result { () async throws -> JSONValue in
            try await link.call("/v1/documents/arrived", ["documents": []])
        }
        await link.close()
        switch result {
        case .failure(let failure as SyncFailure) where failure.code == SyncFailure.unknownDevice:
            return
        case .failure(let failure as SyncFailure) where failure.kind != .refused: throw failure
        default:
            throw CommandError(
                "already_exists",
                "There is a laptop in \(directory.path) already, and the hub knows it.",
                hint: "Run `syncd sync`, or choose another directory with --data.")
        }
    }

    private func answer(
        _ secrets: Credentials.Rejoining, _ authorities: String?
    ) async throws -> Enrolment.Answer {
        let identity = replica.store.identity
        var request = Enrolment.Request(
            code: secrets.code, enrolmentNonce: secrets.enrolmentNonce, token: secrets.token,
            replica: name, schema: TicketSchema.schema.name,
            schemaVersion: TicketSchema.schema.version)
        request.former = Enrolment.Former(
            workspace: identity.workspace,
            ordinal: UInt64(try replica.store.position().ordinal.rawValue),
            birthCertificate: identity.birthCertificate.description,
            timelines: try replica.store.past().map(\.timeline.description))
        let link = try HubLink(to: secrets.hub, token: nil, authorities: authorities)
        let result = await Result { () async throws -> Enrolment.Answer in
            try await link.enrol(request)
        }
        await link.close()
        return try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
