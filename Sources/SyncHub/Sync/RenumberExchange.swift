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
                let active = try transaction.active(
                    tokenHash: message.tokenHash, message.environment)
                let context = try transaction.renumberContext(
                    for: load, role: active?.member.role ?? .member, isActive: active != nil)
                effect = session.step(.loaded(context))
            case .commit(let commit):
                effect = session.step(.committed(try enrol(commit, transaction)))
            case .answer(let bytes): return bytes
            case .refuse(let fault): throw HubError(fault)
            }
        }
    }

    private func enrol(
        _ commit: RenumberCommit, _ transaction: HubTransaction
    ) throws -> NewReplica {
        let devices = DeviceTable(transaction: transaction)
        guard let device = try devices.device(tokenHash: message.tokenHash) else {
            throw HubError.unauthorized
        }
        let enroller = Enroller(
            transaction: transaction, environment: message.environment, schema: schema)
        let replica = try enroller.enrolCopy(
            of: device, tokenHash: SecretHash.hexadecimal(commit.tokenHash))
        try transaction.save(commit, as: replica)
        return replica
    }
}
