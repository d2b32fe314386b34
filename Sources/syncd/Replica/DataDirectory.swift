// Where the files of one replica or one hub lie; knows their names, and that they are private.

import Foundation

/// A directory of data, readable by its owner alone.
struct DataDirectory: Sendable, Hashable {
    let path: String

    init(path: String) {
        self.path = URL(fileURLWithPath: (path as NSString).expandingTildeInPath).path
    }

    /// The place for data by the system's own custom.
    static func home(_ environment: [String: String]) -> String {
        #if os(macOS)
            return NSHomeDirectory() + "/Library/Application Support"
        #else
            if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data }
            return NSHomeDirectory() + "/.local/share"
        #endif
    }

    var credentials: String { path + "/credentials.json" }
    var daemonLock: String { path + "/daemon.lock" }
    var daemonSocket: String { path + "/daemon.sock" }
    var documentsLock: String { path + "/documents.lock" }
    var pageSecret: String { path + "/page.secret" }
    /// There while the laptop is locked; see ``LaptopLock``.
    var lockNote: String { path + "/locked.json" }
    /// The authorities that were given at `join`, where the system's do not know the hub's.
    var authorities: String { path + "/hub-ca.pem" }
    /// The same, while a laptop joins again and the hub has not answered.
    var newAuthorities: String { path + "/hub-ca.pem.joining" }
    var contact: String { path + "/contact.json" }
    var database: String { path + "/replica.sqlite" }

    /// Makes the directory, private, if it is not there.
    func make() throws(CommandError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandError(
                "no_directory", "The directory \(path) cannot be made: \(error.sentence)",
                kept: "Nothing was changed.", hint: "Choose another one with --data.")
        }
    }
}
