// What commands ask a running daemon, and how: one line there, one line back.

import Foundation

/// The question of one call.
enum DaemonAsk: String, Codable, Sendable {
    /// Another process has committed: look at the file. Nobody waits for an answer.
    case poke
    /// Sync now, and say what came of it.
    case sync
    /// How the daemon stands to its hub.
    case status
    /// An address that lets a browser in, once.
    case page
}

/// The daemon's answer: a report, or why there is none.
struct DaemonAnswer: Codable, Sendable {
    var report: SyncReport?
    var contact: ContactState?
    /// The document that is moving.
    var transfer: DocumentProgress?
    /// An address with a ticket; `nil` where no page is served.
    var page: String?
    var failure: Failure?

    struct Failure: Codable, Sendable {
        let code: String
        let message: String
        let hint: String
        let exit: Int32
    }
}

extension DaemonAnswer.Failure {
    init(_ error: CommandError) {
        self.init(
            code: error.code, message: error.message, hint: error.hint, exit: error.exit.rawValue)
    }
}

extension CommandError {
    /// The daemon's failure, as if this process had met it.
    init(_ failure: DaemonAnswer.Failure) {
        self.init(
            failure.code, failure.message,
            kept: "Everything saved here stays saved, and is sent when the hub takes it.",
            hint: failure.hint, exit: ExitStatus(rawValue: failure.exit) ?? .failed)
    }
}

/// The daemon of a data directory, as another process sees it.
enum DaemonCall {
    /// Questions and answers are short; more than this is not ours.
    static let maximumBytes = 65_536

    /// Tells a daemon, if one runs, that something was committed. Never fails, never waits: the
    /// daemon looks by itself every few seconds.
    static func poke(_ directory: DataDirectory) {
        guard let socket = try? UnixSocket.connected(to: directory.daemonSocket) else { return }
        socket.limit(to: 1)
        _ = socket.send(DaemonAsk.poke.rawValue)
    }

    /// Asks and waits for the answer.
    /// - Returns: `nil` if no daemon runs there.
    static func ask(
        _ ask: DaemonAsk, in directory: DataDirectory, seconds: Int
    ) throws(CommandError) -> DaemonAnswer? {
        guard let socket = try? UnixSocket.connected(to: directory.daemonSocket) else { return nil }
        socket.limit(to: seconds)
        guard socket.send(ask.rawValue), let line = socket.line(maximumBytes: maximumBytes),
            let answer = try? JSONDecoder().decode(DaemonAnswer.self, from: Data(line.utf8))
        else {
            throw CommandError(
                "daemon_silent", "The daemon of \(directory.path) does not answer.",
                kept: "Everything saved stays saved.",
                hint: "Wait a moment; if it stays so, stop the daemon and start it again.")
        }
        return answer
    }
}
