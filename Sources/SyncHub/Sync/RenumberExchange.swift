// POST /v1/renumber: a copy of a laptop becomes a replica of its own.

internal import LocalStore
internal import SyncEngine

/// One request for a new ordinal and its answer.
struct RenumberExchange: Sendable {
    let schema: Schema
    let message: DeviceMessage

    /// - Throws: As ``SyncExchange/answer(_:from:onDeparture:)``.
    func answer(_ transaction: HubTransaction) throws -> [UInt8] {
        var session = HubRenumberSession(schema: schema)
        let now = message.environment.wallMilliseconds()
        var effect = session.step(.received(message.body, from: message.ordinal, at: now))
        while true {
            switch effect {
            case .load(let load):
                effect = session.step(.loaded(try context(load, transaction)))
            case .commit(let commit):
                effect = session.step(.committed(try enrol(commit, transaction)))
            case .answer(let bytes): return bytes
            case .refuse(let fault): throw HubError(fault)
            }
        }
    }

    private func context(
        _ load: RenumberLoad, _ transaction: HubTransaction
    ) throws -> RenumberContext {
        let active = try transaction.active(tokenHash: message.tokenHash, message.environment)
        var context = try transaction.renumberContext(
            for: load, role: active?.member.role ?? .member, isActive: active != nil)
        context.hasJoinedAgain = isOwn(load.tokenHash)
        if let active {
            context.hub.isProven = try transaction.mayWrite(
                active.device, as: load.hub.ordinal)
        }
        return context
    }

    /// Whether the laptop asks under the very token that it shows: it has joined again, and gives
    /// its former ordinal up.
    private func isOwn(_ tokenHash: [UInt8]) -> Bool {
        SecretHash.hexadecimal(tokenHash) == message.tokenHash
    }

    private func enrol(
        _ commit: RenumberCommit, _ transaction: HubTransaction
    ) throws -> NewReplica {
        let devices = DeviceTable(transaction: transaction)
        guard let device = try devices.device(tokenHash: message.tokenHash) else {
            throw HubError.unauthorized
        }
        let replica: NewReplica
        if isOwn(commit.tokenHash) {
            guard let own = try transaction.replica(joinedAgain: device) else {
                throw HubError.malformed("This token belongs to the replica that asks")
            }
            replica = own
        } else {
            replica = try Enroller(
                transaction: transaction, environment: message.environment, schema: schema
            ).enrolCopy(of: device, tokenHash: SecretHash.hexadecimal(commit.tokenHash))
        }
        try transaction.save(commit, as: replica)
        return replica
    }
}
