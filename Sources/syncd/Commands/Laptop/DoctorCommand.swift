// `syncd doctor`: says whether this laptop is in sync, and what it goes by.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "doctor", "Check file, disk, clock and hub, and say whether this laptop is in sync.",
        example: "doctor --deep", "Exit 0: in sync; 1: not in sync; 4: the hub was not reached.")

    @Flag(
        help: """
            Check every page and index of the file, the chain of every ticket's history, and \
            the bytes of every document.
            """)
    var deep = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory, evenIfLocked: true)
        var examination = Examination(replica)
        try examination.checkFile(deep: deep)
        examination.checkDisk()
        await examination.checkHub()
        try examination.checkWaiting()
        examination.checkRules()
        try examination.checkDocuments(deep: deep)
        if deep { try examination.checkChains() }
        try replica.store.close()
        options.output.show(examination.json) { examination.text }
        guard examination.verdict == .inSync else {
            let isBlind = examination.verdict == .cannotTell
            throw ExitCode((isBlind ? ExitStatus.offline : .failed).rawValue)
        }
    }
}

/// The checks of one run, and what follows from them.
struct Examination {
    enum Verdict: String {
        case inSync = "IN SYNC"
        case notInSync = "NOT IN SYNC"
        case cannotTell = "CANNOT TELL"
    }

    struct Check {
        let name: String
        let isGood: Bool
        let detail: String
    }

    private let replica: Replica
    private var checks: [Check] = []
    private var reachedHub = false

    init(_ replica: Replica) { self.replica = replica }

    var verdict: Verdict {
        if !reachedHub { return .cannotTell }
        return checks.allSatisfy(\.isGood) ? .inSync : .notInSync
    }

    mutating func checkFile(deep: Bool) throws {
        let pragma = deep ? "pragma_integrity_check" : "pragma_quick_check"
        let (finding, version) = try replica.store.read { reader in
            (
                try reader.select("SELECT * FROM \(pragma)").first,
                try reader.select("SELECT sqlite_version() AS version").first
            )
        }
        let word = finding.flatMap { $0[$0.columns[0]].text } ?? "no answer"
        add("file", word == "ok", word == "ok" ? "sound" : word)
        add("sqlite", true, version?["version"].text ?? "unknown")
    }

    mutating func checkDisk() {
        let attributes = try? FileManager.default.attributesOfFileSystem(
            forPath: replica.directory.path)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
        let detail = free.map { "\(ByteCount($0)) free" } ?? "unknown"
        add("disk", (free ?? .max) > 64 * 1_048_576, detail)
    }

    /// Asks the hub for what is new: only its word can say that nothing is missing.
    mutating func checkHub() async {
        do {
            if let answer = try DaemonCall.ask(.sync, in: replica.directory, seconds: 600) {
                if let failure = answer.failure { throw CommandError(failure) }
            } else {
                _ = try await SyncRound(replica).run()
            }
            reachedHub = true
            let contact = ContactState.load(from: replica.directory)
            add("hub", true, "answers, and has nothing more")
            let offset = contact.clockOffset ?? 0
            add("clock", abs(offset) < 60_000, "\(offset) ms from the hub's")
        } catch {
            let reason = CommandError(any: error)
            reachedHub = reason?.exit == .refused
            add("hub", false, reason?.message ?? "\(error)")
        }
    }

    mutating func checkWaiting() throws {
        let pending = try replica.desk.unsent().count
        add("changes waiting", pending == 0, "\(pending)")
        let refused = try replica.desk.setAside().count
        add("not accepted", refused == 0, "\(refused)")
        for former in try replica.store.read({ try $0.formerOrdinals() }) {
            add("copies", true, "was \(former.sentence)")
        }
        try checkNumber()
        add("digest", true, try replica.store.digest())
    }

    /// Compares the birth certificate of the laptop's number with the hub's own word on the feed: a
    /// hub that was restored may have given the number again.
    private mutating func checkNumber() throws {
        let identity = replica.store.identity
        let others = try replica.store.read { reader in
            try reader.select(
                "SELECT name FROM replica WHERE ordinal = ? AND birth_certificate <> ?",
                [
                    .integer(Int64(identity.ordinal.rawValue)),
                    .text(identity.birthCertificate.description),
                ])
        }.compactMap { $0["name"].text }
        add(
            "number", others.isEmpty,
            others.isEmpty
                ? "\(identity.ordinal) is this laptop's alone"
                : "\(identity.ordinal) was given to \(others.joined(separator: " and ")), too: the "
                    + "next change that is sent gets this laptop another one")
    }

    /// Bytes that are on this laptop alone, and with `deep` those that a disk has spoiled.
    mutating func checkDocuments(deep: Bool) throws {
        let plan = try replica.desk.documentPlan()
        let waiting = plan.up.count + plan.later.count
        add("documents waiting", waiting == 0, "\(waiting)")
        guard deep, let documents = replica.store.documents else { return }
        let stored = documents.all()
        for content in stored {
            guard try documents.open(content.hash)?.isIntact() == false else { continue }
            add("documents", false, "the bytes of \(content.hash) are damaged")
        }
        add("documents", true, "\(stored.count) are here")
    }

    mutating func checkRules() {
        let here = replica.store.schema.rulesVersion
        guard let hub = ContactState.load(from: replica.directory).otherRules(than: here) else {
            return add("rules", true, "version \(here)")
        }
        add("rules", false, RulesDifference(here: here, hub: hub).sentence)
    }

    /// Computes the chain of every ticket anew, and names what does not fit.
    mutating func checkChains() throws {
        try replica.store.prepareChains()
        let report = try replica.store.verifyChains()
        guard !report.breaks.isEmpty else {
            return add("history", true, "\(report.units) entries in \(report.chains) chains fit")
        }
        let schema = replica.store.schema
        for found in report.breaks { add("history", false, found.sentence(in: schema)) }
    }

    private mutating func add(_ name: String, _ isGood: Bool, _ detail: String) {
        checks.append(Check(name: name, isGood: isGood, detail: detail))
    }

    var json: JSONValue {
        [
            "verdict": .string(verdict.rawValue),
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "ok": .boolean(check.isGood),
                        "detail": .string(check.detail),
                    ]
                }),
        ]
    }

    var text: String {
        let rows = checks.map { [$0.isGood ? "ok" : "NO", $0.name, $0.detail] }
        return verdict.rawValue + "\n" + TextTable(rows: rows).text.indented
    }
}

extension ChainBreak {
    /// `ticket 7-12: entry 5.31 at position 88 was changed`.
    func sentence(in schema: Schema) -> String {
        let entity = schema.entity(key.entity)?.name ?? "entity \(key.entity.rawValue)"
        let entry = dot.map { "entry \($0)" } ?? "the entry"
        let what: String =
            switch kind {
            case .changed: "\(entry) at position \(position) was changed"
            case .missing: "\(entry) at position \(position) is gone"
            case .added: "\(entry) at position \(position) was put in afterwards"
            case .head: "the stored head of the chain does not fit"
            }
        return "\(entity) \(key.row): \(what)"
    }
}
