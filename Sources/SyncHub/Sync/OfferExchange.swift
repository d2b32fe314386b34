// POST /v1/offer: a laptop gives a restored hub back what it has lost.

internal import LocalStore
internal import SyncEngine

/// One request of an offer and its answer.
struct OfferExchange: Sendable {
    let schema: Schema
    let message: DeviceMessage

    /// - Throws: As ``SyncExchange/answer(_:from:onDeparture:)``.
    func answer(_ transaction: HubTransaction) throws -> [UInt8] {
        var session = HubOfferSession(schema: schema, key: message.workspace.key)
        let now = message.environment.wallMilliseconds()
        var effect = session.step(.received(message.body, from: message.ordinal, at: now))
        while true {
            switch effect {
            case .load(let load):
                let active = try transaction.active(
                    tokenHash: message.tokenHash, message.environment)
                let context = try transaction.offerContext(for: load, isActive: active != nil)
                effect = session.step(.loaded(context))
            case .makeHeirs(let ordinals):
                let enroller = Enroller(
                    transaction: transaction, environment: message.environment, schema: schema)
                var heirs: [ReplicaOrdinal: ReplicaOrdinal] = [:]
                for ordinal in ordinals { heirs[ordinal] = try enroller.makeHeir(of: ordinal) }
                effect = session.step(.madeHeirs(heirs, head: try transaction.head()))
            case .commit(let commit):
                let acknowledged = try transaction.commit(
                    commit, nonce: Nonce(message.environment.random()))
                effect = session.step(.committed(acknowledged: acknowledged))
            case .answer(let bytes): return bytes
            case .refuse(let fault): throw HubError(fault)
            }
        }
    }
}
