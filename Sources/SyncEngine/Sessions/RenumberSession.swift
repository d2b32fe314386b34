// A laptop's side of getting a new ordinal, as a value: events in, effects out.

/// One request for a new ordinal, after the answer *stale*.
///
/// | effect | event |
/// |---|---|
/// | `loadOutbox` | `outbox` |
/// | `send` | `answered` or `failed` |
/// | `commit` | `committed` |
/// | `finish` | none: the session is over |
///
/// The token is on the disk before the session begins, and the same for every repetition until
/// the commit: so a lost answer is repaired by asking again.
public struct RenumberSession: Sendable {
    public enum Event: Hashable, Sendable {
        case begin
        /// The outbox from the asked counter on, without gaps.
        case outbox([OutboxItem])
        /// A body of the sync content type that came with status 200.
        case answered([UInt8])
        /// No answer of the hub came; the text says why.
        case failed(String)
        case committed
    }

    public enum Effect: Hashable, Sendable {
        case loadOutbox(after: UInt64, maximumUnits: Int)
        case send(LaptopSession.Message)
        case commit(Renumbering)
        case finish(Outcome)
    }

    public enum Outcome: Hashable, Sendable {
        /// The laptop has its new ordinal, and goes on with a sync.
        case renumbered(NewReplica)
        /// The hub took nothing.
        case rejected(Rejection)
        /// The answer was not the hub's, or did not arrive: nothing changed.
        case unanswered(String)
    }

    private let position: LaptopPosition
    private let tokenHash: [UInt8]
    private var random: any RandomNumberGenerator & Sendable
    private var sent = 0
    private var requestID: Nonce?
    private var replica: NewReplica?

    public init(
        position: LaptopPosition, tokenHash: [UInt8],
        random: any RandomNumberGenerator & Sendable
    ) {
        self.position = position
        self.tokenHash = tokenHash
        self.random = random
    }

    /// Takes what happened and says what to do next.
    public mutating func step(_ event: Event) -> Effect {
        switch event {
        case .begin:
            return .loadOutbox(
                after: position.acknowledged, maximumUnits: Limits.maximumHashesPerRequest)
        case .outbox(let items): return send(items)
        case .answered(let bytes): return answered(bytes)
        case .failed(let reason): return .finish(.unanswered(reason))
        case .committed:
            guard let replica else { preconditionFailure("committed without a commit") }
            return .finish(.renumbered(replica))
        }
    }

    /// As many as fit a request; of those behind them the hub is told when they are sent.
    private mutating func send(_ outbox: [OutboxItem]) -> Effect {
        var bytes = Limits.maximumRequestBytes - 1_024
        let items = Array(
            outbox.prefix { item in
                bytes -= UnitHash.byteCount + (item.origin == nil ? 0 : 40)
                return bytes >= 0
            })
        let id = Nonce(UInt64.random(in: .min ... .max, using: &random))
        requestID = id
        sent = items.count
        let request = RenumberRequest(
            id: id, position: position, tokenHash: tokenHash, hashes: items.map(\.hash),
            originByCounter: items.originByCounter)
        return .send(LaptopSession.Message(id: id, body: request.encoded(), waitSeconds: 0))
    }

    /// An answer kept from an earlier request may speak of fewer units than there are now: the
    /// others are this laptop's alone.
    private mutating func answered(_ bytes: [UInt8]) -> Effect {
        let answer: RenumberAnswer
        do {
            answer = try RenumberAnswer(bytes)
        } catch {
            return .finish(.unanswered("the answer was damaged (\(error))"))
        }
        guard answer.id == requestID else {
            return .finish(.unanswered("the answer belongs to another request"))
        }
        requestID = nil
        switch answer.result {
        case .rejected(let rejection): return .finish(.rejected(rejection))
        case .accepted(let accepted):
            guard answer.timeline == position.timeline, accepted.fates.count <= sent,
                accepted.replica.ordinal != position.ordinal
            else { return .finish(.unanswered("the answer does not fit the request")) }
            replica = accepted.replica
            return .commit(
                Renumbering(
                    expected: position, replica: accepted.replica, fates: accepted.fates))
        }
    }
}

/// What a laptop's store changes when it gets a new ordinal, in one transaction.
public struct Renumbering: Hashable, Sendable {
    /// The position that the request named.
    public let expected: LaptopPosition
    public let replica: NewReplica
    /// Of the counters behind the acknowledged one, in order; what is behind them the hub does not
    /// know.
    public let fates: [UnitFate]
    /// Why the laptop has another ordinal; kept for people.
    public var cause = Cause.copy

    public enum Cause: Int64, Hashable, Sendable {
        /// Another copy of its files is in use.
        case copy = 0
        /// The hub was restored from a backup that did not know it, and it has joined again.
        case joinedAgain = 1
    }

    public init(expected: LaptopPosition, replica: NewReplica, fates: [UnitFate]) {
        self.expected = expected
        self.replica = replica
        self.fates = fates
    }
}
