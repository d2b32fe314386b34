// What a laptop does when the hub does not go on with it as it stands: as a copy, it gets an
// ordinal of its own; to a hub that was restored, it gives back what is missing there.

import LocalStore
import SyncEngine

extension SyncDriver {
    /// Whether the laptop has joined again, and still has the ordinal of before.
    func isFinishing() throws(SyncFailure) -> Bool {
        try attempt {
            let ordinal = try store.position().ordinal
            return try Credentials.load(from: directory)?.isFinishing(ordinal) ?? false
        }
    }

    /// Asks for an ordinal of this copy's own, and writes what was not sent again under it.
    /// - Returns: `nil` if it turned out that nothing had to change.
    func renumber() async throws(SyncFailure) -> SyncReport.Renumbered? {
        let old = try attempt { try store.renumberingPosition() }
        var credentials = try attempt { try Credentials.existing(in: directory) }
        let hasJoinedAgain = credentials.isFinishing(old.ordinal)
        let token =
            hasJoinedAgain ? credentials.token : credentials.freshToken(for: old.ordinal)
        try attempt { try credentials.save(in: directory) }
        var session = RenumberSession(
            position: old, tokenHash: SHA256.hash(Array(token.utf8)),
            random: SystemRandomNumberGenerator())
        var effect = session.step(.begin)
        while true {
            switch effect {
            case .loadOutbox(let after, let maximum):
                let items = try attempt {
                    try store.outbox(after: after, maximumUnits: maximum, maximumBytes: .max)
                }
                effect = session.step(.outbox(items))
            case .send(let message):
                effect = session.step(
                    .answered(try await hub.send(message, to: "/v1/renumber")))
            case .commit(var change):
                if hasJoinedAgain { change.cause = .joinedAgain }
                try attempt { try store.renumber(change) }
                effect = session.step(.committed)
            case .finish(.renumbered(let replica)):
                await hub.use(token: token)
                return try attempt { try SyncReport.Renumbered(store, from: old.ordinal, replica) }
            case .finish(.rejected(.current)): return nil
            case .finish(.rejected(.tokenUsed)):
                credentials.forgetFreshToken()
                credentials.forgetFormerOrdinal()
                try attempt { try credentials.save(in: directory) }
                return nil
            case .finish(.rejected(let rejection)): throw SyncFailure(rejection)
            case .finish(.unanswered(let reason)): throw SyncFailure(unusable: reason)
            }
        }
    }

    /// Gives a restored hub what it has lost, and follows its timeline.
    func offer() async throws(SyncFailure) {
        let (position, past) = try attempt { (try store.position(), try store.past()) }
        var session = OfferSession(
            position: position, past: past, random: SystemRandomNumberGenerator())
        var effect = session.step(.begin)
        while true {
            switch effect {
            case .storeIncarnation(let next):
                try attempt { try store.storeIncarnation(next: next) }
                effect = session.step(.incarnationStored)
            case .load(let after, let maximumUnits, let maximumBytes):
                let found = try attempt {
                    try store.offer(
                        after: after, maximumUnits: maximumUnits, maximumBytes: maximumBytes)
                }
                effect = session.step(.units(found.units, end: found.end))
            case .send(let message):
                effect = session.step(.answered(try await hub.send(message, to: "/v1/offer")))
            case .move(let move):
                try attempt { try store.follow(move) }
                effect = session.step(.moved)
            case .finish(.moved): return
            // Somebody else of this laptop has moved on meanwhile: what is left is a sync.
            case .finish(.rejected(.current)): return
            case .finish(.rejected(let rejection)): throw SyncFailure(rejection)
            case .finish(.unanswered(let reason)): throw SyncFailure(unusable: reason)
            }
        }
    }
}
