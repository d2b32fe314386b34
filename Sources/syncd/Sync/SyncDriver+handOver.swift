// What a laptop does that may not sync any more: it hands over what it has not sent, so that the
// hub's people can read all of it. Nothing of it is applied, and it stays here, too.

import LocalStore
import SupportDesk
import SyncEngine

/// How much of the outbox of a laptop that was locked out the hub keeps to be read.
struct HandOver: Codable, Hashable, Sendable {
    /// The last counter that it keeps; 0 if it keeps none.
    let through: UInt64
    /// Whether it has no room for what is behind that.
    let isFull: Bool
}

extension SyncDriver {
    /// Hands over the outbox in pushes, in its order, until all of it is kept or there is no more
    /// room. The hub says where to go on, so it may be cut anywhere, and costs one short talk when
    /// there is nothing to hand over any more.
    func handOver() async throws(SyncFailure) -> HandOver {
        let position = try attempt { try store.position() }
        var extent = try await keep([], of: position, after: position.acknowledged)
        var after = max(position.acknowledged, extent.through)
        while !extent.isFull {
            let items = try attempt {
                try store.outbox(
                    after: after, maximumUnits: Limits.maximumUnitsPerPush,
                    maximumBytes: Limits.maximumRequestBytes / 2)
            }
            guard let last = items.last?.counter else { break }
            extent = try await keep(items, of: position, after: after)
            after = last
        }
        return extent
    }

    private func keep(
        _ items: [OutboxItem], of position: LaptopPosition, after: UInt64
    ) async throws(SyncFailure) -> HandOver {
        var place = position
        place.acknowledged = after
        let request = SyncRequest(
            id: Nonce(UInt64.random(in: .min ... .max)), position: place, waitSeconds: 0,
            outbox: items)
        let answer = try await hub.keep(request.encoded())
        guard let through = answer["through"]?.integer.flatMap({ UInt64(exactly: $0) }),
            let isFull = answer["full"]?.boolean
        else { throw SyncFailure(unusable: "it does not say what is kept") }
        return HandOver(through: through, isFull: isFull)
    }

    /// The same after the hub has said *revoked*, with a note of it in the laptop's lock. What
    /// fails is tried again at the next contact.
    func handOverAndNote() async {
        guard let handOver = try? await handOver(), var lock = LaptopLock.load(from: directory)
        else { return }
        guard lock.handOver != handOver else { return }
        lock.handOver = handOver
        try? lock.replace(in: directory)
    }
}

extension CommandError {
    /// What became of the changes of a locked laptop that were not sent.
    static func kept(_ unsent: [UnitRecord], _ handOver: HandOver?) -> String {
        let count = "\(unsent.count) changes that were not sent among it."
        guard let handOver, !unsent.isEmpty else { return count }
        let there = unsent.count { $0.dot.counter <= handOver.through }
        let more = handOver.isFull ? " It has no room for the others: they are here alone." : ""
        return count + " \(there) of them the hub keeps, too, for owners and admins to read.\(more)"
    }
}
