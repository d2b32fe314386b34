// `syncd status`: how this laptop stands to its hub, in one look.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "status", "Show how this laptop stands to its hub.", example: "status",
        "\"In sync\" is said only after the hub has confirmed that there is nothing more.")

    @Flag(help: "Exit with 5 if something waits for a decision.") var strict = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let status = try Replica.reading(options, evenIfLocked: true) {
            try ReplicaStatus(of: $0)
        }
        options.output.show(status.json) { status.text }
        if strict, status.reviews + status.held > 0 {
            throw ExitCode(ExitStatus.undecided.rawValue)
        }
    }
}

/// All that `syncd status` says.
struct ReplicaStatus {
    enum State: String {
        case inSync = "in_sync"
        case behind
        case offline
        case attention
    }

    let identity: ReplicaIdentity
    let position: LaptopPosition
    let pending: Int
    let oldestPending: Moment?
    let refused: Int
    let conflicts: Int
    let reviews: Int
    let held: Int
    let notices: Int
    /// The version of the merge rules that this laptop shows values by.
    let rules: UInt64
    let contact: ContactState
    /// The ordinals that this laptop had before, since copies of its files are in use.
    let former: [FormerOrdinal]
    let isDaemonRunning: Bool
    let documents: DocumentPlan
    /// The document that the daemon moves now.
    let transfer: DocumentProgress?
    /// Why the laptop shows nothing of its tickets; `nil` if it does.
    let lock: LaptopLock?
    private let now: Int64

    /// A daemon hears from its hub at least this often, so an older contact proves nothing.
    private static let contactLimitMilliseconds: Int64 = 90_000

    init(of replica: Replica) throws {
        let daemon = try? DaemonCall.ask(.status, in: replica.directory, seconds: 5)
        try self.init(
            of: replica, contact: daemon?.contact ?? ContactState.load(from: replica.directory),
            isDaemonRunning: daemon != nil, transfer: daemon?.transfer)
    }

    /// - Parameters:
    ///   - contact: as the daemon knows it, or as it left it.
    ///   - transfer: of the document that the daemon moves now.
    init(
        of replica: Replica, contact: ContactState, isDaemonRunning: Bool,
        transfer: DocumentProgress?
    ) throws {
        let counts = try replica.desk.counts()
        identity = replica.store.identity
        position = try replica.store.position()
        pending = counts.pending
        oldestPending = counts.oldestPending
        refused = counts.refused
        conflicts = counts.conflicts
        reviews = counts.reviews
        held = counts.held
        notices = counts.notices
        self.contact = contact
        self.isDaemonRunning = isDaemonRunning
        documents = try replica.desk.documentPlan()
        self.transfer = transfer
        lock = LaptopLock.load(from: replica.directory)
        rules = replica.store.schema.rulesVersion
        former = try replica.store.read { try $0.formerOrdinals() }
        now = replica.store.environment.wallMilliseconds()
    }

    /// What a person should know first: what needs them, then what keeps work from flowing.
    var state: State {
        if lock != nil || refused > 0 || contact.needsAttention || otherRules != nil {
            return .attention
        }
        guard isOnline else { return .offline }
        return pending == 0 && contact.isUpToDate ? .inSync : .behind
    }

    /// Whether the hub answers, as far as anybody here knows: whatever needs people, what is done
    /// at the hub can be done.
    private var isOnline: Bool {
        guard contact.failure == nil, let last = contact.lastContact else { return false }
        return now - last < Self.contactLimitMilliseconds
    }

    /// The hub's, where they are not ours.
    var otherRules: UInt64? { contact.otherRules(than: rules) }

    var json: JSONValue {
        [
            "state": .string(state.rawValue), "hub": .string(identity.hubURL),
            "workspace": .string(identity.workspace), "member": .string(identity.memberName),
            "replica": .string(identity.replicaName),
            "ordinal": .integer(Int64(identity.ordinal.rawValue)),
            "pending": .integer(Int64(pending)), "refused": .integer(Int64(refused)),
            "conflicts": .integer(Int64(conflicts)), "held": .integer(Int64(held)),
            "notices": .integer(Int64(notices)), "reviews": .integer(Int64(reviews)),
            "position": [
                "timeline": .string("\(position.timeline)"),
                "seq": .integer(Int64(position.cursor.position)),
            ],
            "last_contact": .optional(
                contact.lastContact.map { Moment(milliseconds: $0).description }),
            "clock_offset_ms": .optional(contact.clockOffset),
            "oldest_pending": .optional(oldestPending?.description),
            "documents": [
                "up": .integer(Int64(documentsUp)),
                "down": .integer(Int64(documents.wanted.count)),
                "transfer": transfer?.json ?? .null,
            ], "daemon": .boolean(isDaemonRunning),
            "failure": .optional(contact.failure), "online": .boolean(isOnline),
            "locked": .optional(lock?.reason.rawValue),
            "former_ordinals": .array(former.map(\.json)),
            "rules": [
                "here": .integer(Int64(clamping: rules)),
                "hub": .optional(contact.hubRules.map { Int64(clamping: $0) }),
            ], "chip": chip.json,
        ]
    }

    /// Documents whose bytes are on this laptop alone.
    private var documentsUp: Int { documents.up.count + documents.later.count }

    private var documentsText: String {
        let counts = "\(documentsUp) to send, \(documents.wanted.count) to fetch"
        return transfer.map { counts + "; " + $0.sentence } ?? counts
    }

    var text: String {
        let words: String =
            switch state {
            case .inSync where documentsUp > 0: "In sync, but for documents to send."
            case .inSync: "In sync."
            case .behind: "Not everything is sent yet."
            case .offline: "Offline. " + (contact.failure ?? "No word from the hub lately.")
            case .attention: "Needs you. " + complaint
            }
        let hubRules = contact.hubRules.map { ", the hub has \($0)" } ?? ""
        let last = contact.lastContact.map { "\(Moment(milliseconds: $0))" } ?? "never"
        var rows = [
            ["laptop", "\(identity.ordinal), \(identity.replicaName) of \(identity.memberName)"],
            ["hub", "\(identity.hubURL), workspace \(identity.workspace)"],
            ["last contact", last], ["changes waiting", "\(pending)"],
            ["not accepted", "\(refused)"], ["conflicts", "\(conflicts), \(reviews) to decide"],
            ["documents", documentsText], ["notices", "\(notices) to read"],
            ["rules", "version \(rules)" + (otherRules == nil ? "" : hubRules)],
            ["daemon", isDaemonRunning ? "running" : "not running"],
        ]
        rows.insert(contentsOf: former.map { ["before that", $0.sentence] }, at: 1)
        return words + "\n" + TextTable(rows: rows).text.indented
    }

    var complaint: String {
        if lock?.reason == .signedOut { return "This laptop is signed out, and locked." }
        if lock != nil { return "The hub revoked this laptop; it is locked." }
        if let failure = contact.failure { return failure }
        if refused > 0 { return "See `syncd refused`." }
        return RulesDifference(here: rules, hub: otherRules ?? rules).sentence
    }
}

extension FormerOrdinal {
    var json: JSONValue {
        [
            "ordinal": .integer(Int64(ordinal.rawValue)),
            "became": .integer(Int64(became.rawValue)),
            "at": .string("\(Moment(milliseconds: at))"), "changes": .integer(Int64(changes)),
            "cause": .string(cause == .joinedAgain ? "joined_again" : "copy"),
        ]
    }

    /// What a person is told.
    var sentence: String {
        let reason =
            cause == .joinedAgain
            ? "it joined the restored hub again" : "another copy of its files was found in use"
        return "laptop \(ordinal) until \(Moment(milliseconds: at)), when \(reason); \(changes) "
            + "changes were kept under \(became)"
    }
}

/// What is said where this laptop and its hub merge by different rules.
struct RulesDifference {
    let here: UInt64
    let hub: UInt64

    var sentence: String {
        let older = here < hub ? "this laptop" : "the hub"
        return "This laptop merges by rules of version \(here), the hub by \(hub): they may show "
            + "different values and conflicts. Update syncd on \(older)."
    }
}
