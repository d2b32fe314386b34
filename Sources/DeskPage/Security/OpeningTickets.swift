// Tickets that let one browser in, once: the secret itself never stands in a URL.

import Synchronization

/// The tickets that `syncd open` was given and that no browser has shown yet.
final class OpeningTickets: Sendable {
    private struct Ticket {
        let text: String
        let end: Int64
    }

    private let tickets = Mutex<[Ticket]>([])
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int64

    init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// A new ticket: 256 random bits in hexadecimal.
    func issue() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        let ticket = Ticket(
            text: Hexadecimal.text(bytes), end: now() + DeskPageLimits.ticketSeconds * 1_000)
        tickets.withLock { tickets in
            tickets = tickets.suffix(DeskPageLimits.tickets - 1) + [ticket]
        }
        return ticket.text
    }

    /// Takes a ticket: whoever shows it again is turned away.
    func redeem(_ text: String) -> Bool {
        let now = now()
        return tickets.withLock { tickets in
            let isGood = tickets.contains {
                Comparison.isEqual(text, to: $0.text) && now < $0.end
            }
            tickets.removeAll { Comparison.isEqual(text, to: $0.text) || now >= $0.end }
            return isGood
        }
    }
}
