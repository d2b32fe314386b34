// `syncd sync`: one round in the foreground, or by the daemon if one runs.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "sync", "Send what was done here and fetch what was done elsewhere, once.",
        example: "sync", "A running daemon is asked to do it.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory, evenIfLocked: true)
        if let report = try askDaemon(of: replica) {
            // The daemon moves documents in its own time; `status` says how many are left.
            options.output.show(report.json(nil)) { report.text }
        } else {
            let (report, documents) = try await foreground(replica)
            options.output.show(report.json(documents)) {
                ([report.text] + documents.lines).joined(separator: "\n")
            }
        }
        try replica.store.close()
    }

    private func foreground(_ replica: Replica) async throws -> (SyncReport, DocumentReport) {
        let progress = Progress("Syncing", for: options.output)
        defer { progress.finish() }
        return try await SyncRound(replica).runWithDocuments(
            onProgress: { progress.show($0.pushed + $0.pulled) },
            onDocument: { progress.show($0) })
    }

    private func askDaemon(of replica: Replica) throws -> SyncReport? {
        // Long enough for a catch-up after weeks; the daemon shows no progress of its own.
        let answer = try DaemonCall.ask(.sync, in: replica.directory, seconds: 600)
        if let failure = answer?.failure { throw CommandError(failure) }
        return answer?.report
    }
}

extension SyncReport {
    /// - Parameter documents: `nil` where a daemon moves them.
    func json(_ documents: DocumentReport?) -> JSONValue {
        [
            "pushed": .integer(Int64(pushed)), "applied": .integer(Int64(applied)),
            "siblings": .integer(Int64(siblings)), "refused": .integer(Int64(refused)),
            "parked": .integer(Int64(parked)), "pulled": .integer(Int64(pulled)),
            "position": .integer(Int64(position)), "documents": documents?.json ?? .null,
            "renumbered": .array(
                renumbered.map { change in
                    [
                        "was": .integer(Int64(change.was)),
                        "became": .integer(Int64(change.became)),
                        "changes": .integer(Int64(change.changes)),
                        "tickets": .strings(change.tickets),
                        "cause": .string(change.hasJoinedAgain ? "joined_again" : "copy"),
                    ]
                }),
        ]
    }

    var text: String {
        var parts = ["Sent \(pushed), received \(pulled)."]
        if siblings > 0 {
            parts.append("\(siblings) stand beside values of others: see `syncd conflicts`.")
        }
        if refused + parked > 0 {
            parts.append("\(refused + parked) not accepted: see `syncd refused`.")
        }
        parts += renumbered.map(\.sentence)
        return parts.joined(separator: "\n")
    }
}
