// The page of a daemon: its desk, and its secret on the disk.

import DeskPage
import Foundation
import LocalStore
import Logging
import SupportDesk

extension DeskPageConfiguration {
    /// - Throws: ``CommandError`` if the secret can neither be read nor made.
    init(
        of replica: Replica, hub: any PageHub, port: Port, logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void
    ) throws {
        self.init(
            desk: Desk(replica.store, cache: DeskCache()), hub: hub,
            secret: try PageSecret(in: replica.directory), assets: PageAsset.embedded, port: port,
            logger: logger, now: StoreEnvironment.system.wallMilliseconds)
        version = BuildVersion.text
        self.onListening = onListening
    }
}

extension PageSecret {
    /// The installation's own, made at the first need.
    init(in directory: DataDirectory) throws {
        if let bytes = FileManager.default.contents(atPath: directory.pageSecret) {
            guard let secret = PageSecret(bytes: bytes) else {
                throw CommandError(
                    "bad_secret", "The file \(directory.pageSecret) is damaged.",
                    kept: "The tickets are untouched.",
                    hint: "Delete it: a new one is made, and `syncd open` lets browsers in again.")
            }
            self = secret
            return
        }
        self.init()
        try PrivateFile.write(bytes, to: directory.pageSecret)
    }
}
