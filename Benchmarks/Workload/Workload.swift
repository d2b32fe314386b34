// The rows of every benchmark: a service desk of a fixed seed, known to neither side.

import SupportDesk

/// Tickets with three comments each, and the lists that they choose from.
struct Workload {
    /// Indexes into the lists below; texts are ASCII.
    struct Ticket {
        let identifier: String
        let title: String
        let description: String
        let status: Status
        let priority: Priority
        let type: Int
        let category: Int
        let assignee: Int
        let contact: Int
        let organization: Int
        let project: Int
        let estimateMinutes: Int
        let createdMilliseconds: Int64
        let updatedMilliseconds: Int64
    }

    struct Comment {
        let identifier: String
        /// An index into `tickets`.
        let ticket: Int
        let author: Int
        let isInternal: Bool
        let body: String
        let createdMilliseconds: Int64
    }

    /// A status that a ticket gets: another one than it has.
    struct Edit {
        let ticket: Int
        let before: Status
        let after: Status
    }

    static let types = ["Bug", "Feature Request", "Question", "Incident", "Task"]
    static let categories = [
        "Billing", "Network", "Hardware", "Account", "Mobile App", "Web Portal", "Printing",
        "Email", "Integrations", "Onboarding", "Reporting", "Security",
    ]
    static let commentsPerTicket = 3
    private static let seed: UInt64 = 2_026_1122
    /// The first ticket was made then: June 2026.
    static let firstMilliseconds: Int64 = 1_780_300_000_000

    let users: [String]
    let contacts: [String]
    let organizations: [String]
    let projects: [String]
    private(set) var tickets: [Ticket] = []
    private(set) var comments: [Comment] = []

    init(ticketCount: Int) {
        var random = SeededRandom(seed: Self.seed)
        func identifiers(_ count: Int) -> [String] {
            (0..<count).map {
                Self.identifier(milliseconds: Self.firstMilliseconds + Int64($0), using: &random)
            }
        }
        users = (0..<40).map { "user-\($0 + 100)@support.example" }
        contacts = identifiers(2_000)
        organizations = identifiers(300)
        projects = identifiers(120)
        tickets.reserveCapacity(ticketCount)
        comments.reserveCapacity(ticketCount * Self.commentsPerTicket)
        var milliseconds = Self.firstMilliseconds
        for index in 0..<ticketCount {
            milliseconds += Int64(random.integer(in: 1_000..<600_000))
            tickets.append(ticket(at: milliseconds, using: &random))
            for _ in 0..<Self.commentsPerTicket {
                comments.append(comment(on: index, after: milliseconds, using: &random))
            }
        }
    }

    /// `count` edits of distinct tickets among the first `among`, in no order.
    func edits(_ count: Int, among: Int) -> [Edit] {
        var random = SeededRandom(seed: Self.seed &+ UInt64(count))
        return (0..<among).shuffled(using: &random).prefix(count).map { index in
            let before = tickets[index].status
            let others = Status.allCases.filter { $0 != before }
            let after = others[random.integer(in: 0..<others.count)]
            return Edit(ticket: index, before: before, after: after)
        }
    }

    private func ticket(at milliseconds: Int64, using random: inout SeededRandom) -> Ticket {
        Ticket(
            identifier: Self.identifier(milliseconds: milliseconds, using: &random),
            title: Prose.text(length: random.integer(in: 25..<56), using: &random),
            description: Prose.text(length: random.integer(in: 180..<421), using: &random),
            status: Status.allCases[random.index(weights: [4, 3, 2, 6])],
            priority: Priority.allCases[random.index(weights: [1, 3, 8, 4])],
            type: random.integer(in: 0..<Self.types.count),
            category: random.integer(in: 0..<Self.categories.count),
            assignee: random.integer(in: 0..<users.count),
            contact: random.integer(in: 0..<contacts.count),
            organization: random.integer(in: 0..<organizations.count),
            project: random.integer(in: 0..<projects.count),
            estimateMinutes: random.integer(in: 0..<49) * 15,
            createdMilliseconds: milliseconds,
            updatedMilliseconds: milliseconds + Int64(random.integer(in: 0..<1_000_000_000)))
    }

    private func comment(
        on ticket: Int, after milliseconds: Int64, using random: inout SeededRandom
    ) -> Comment {
        let created = milliseconds + Int64(random.integer(in: 10_000..<1_000_000_000))
        return Comment(
            identifier: Self.identifier(milliseconds: created, using: &random), ticket: ticket,
            author: random.integer(in: 0..<users.count),
            isInternal: random.integer(in: 0..<2) == 0,
            body: Prose.text(length: random.integer(in: 60..<181), using: &random),
            createdMilliseconds: created)
    }

    /// 26 characters that sort by time: what an app without integer ids would use.
    private static func identifier(
        milliseconds: Int64, using random: inout SeededRandom
    ) -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let time = (0..<10).reversed().map { digits[Int(milliseconds >> Int64(5 * $0)) & 31] }
        let noise = (0..<16).map { _ in digits[random.integer(in: 0..<32)] }
        return String(time + noise)
    }
}
