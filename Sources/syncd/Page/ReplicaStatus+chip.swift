// The one line that a page always shows: how this laptop stands, in words, with its cause and what
// to do. It is never calm while anything waits for a person.

import SupportDesk

/// What the page's chip says.
struct StatusChip: Hashable, Sendable {
    enum Tone: String, Sendable {
        /// The hub has confirmed that there is nothing more, and nobody has to decide anything.
        case good
        /// Something is on its way.
        case busy
        case offline
        /// Somebody has to decide.
        case decide
        /// Something is wrong, and does not mend itself.
        case attention
    }

    /// A button beside it.
    struct Action: Hashable, Sendable {
        let label: String
        let verb: String

        static let sync = Action(label: "Try now", verb: "sync")
        static let conflicts = Action(label: "Show them", verb: "show_conflicts")
        static let held = Action(label: "Show them", verb: "show_held")
        static let refused = Action(label: "Show them", verb: "show_refused")
    }

    let tone: Tone
    let words: String
    var cause: String?
    var action: Action?
    /// Of the last contact, where the words say it.
    var since: Moment?

    var json: JSONValue {
        [
            "tone": .string(tone.rawValue), "words": .string(words), "cause": .optional(cause),
            "action": action.map { ["label": .string($0.label), "do": .string($0.verb)] } ?? .null,
            "since": .optional(since?.description),
        ]
    }
}

extension ReplicaStatus {
    /// What needs a person most comes first.
    var chip: StatusChip {
        switch state {
        case .attention:
            return StatusChip(
                tone: .attention, words: "Needs attention: \(attention.words)",
                cause: attention.cause, action: attention.action)
        case .offline: return offline
        case .behind, .inSync: break
        }
        if let decision { return decision }
        guard state == .behind else { return StatusChip(tone: .good, words: "Up to date") }
        return StatusChip(
            tone: .busy, words: pending > 0 ? "Sending \(pending)" : "Fetching what is new",
            action: .sync)
    }

    private var attention: (words: String, cause: String, action: StatusChip.Action) {
        if lock != nil { return ("this laptop is locked", complaint, .sync) }
        if contact.needsAttention, let failure = contact.failure {
            return ("the hub does not let this laptop sync", failure, .sync)
        }
        if refused > 0 {
            return (
                Self.count(refused, "change") + " not accepted",
                "The hub refused them, or they cannot be sent. Nothing of them is lost.", .refused
            )
        }
        return ("this laptop and the hub merge by different rules", complaint, .sync)
    }

    private var offline: StatusChip {
        let saved = pending > 0 ? ", \(Self.count(pending, "change")) saved here" : ""
        let last = contact.lastContact.map { Moment(milliseconds: $0) }
        return StatusChip(
            tone: .offline, words: "Offline" + (last.map { " since \($0)" } ?? "") + saved,
            cause: contact.failure ?? "No word from the hub lately.", action: .sync, since: last)
    }

    /// What somebody should decide or look at; the work flows meanwhile.
    private var decision: StatusChip? {
        if held > 0 {
            return StatusChip(
                tone: .decide, words: "\(held) held back from a client",
                cause: "Look at it, and confirm or withdraw.", action: .held)
        }
        if reviews > 0 {
            return StatusChip(
                tone: .decide, words: Self.count(reviews, "conflict"),
                cause: "Values were written apart, and somebody has to decide.",
                action: .conflicts)
        }
        guard notices > 0 else { return nil }
        return StatusChip(
            tone: .decide, words: "\(Self.count(notices, "conflict")) settled by a rule",
            cause: "Look at what was overruled, or say that you have read it.",
            action: .conflicts)
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
