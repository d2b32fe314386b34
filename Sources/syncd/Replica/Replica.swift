// One laptop's replica as a command opens it: its files, its store, its tickets.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine

/// An open replica; the daemon of the same directory may have it open too.
struct Replica: Sendable {
    let directory: DataDirectory
    let store: LocalStore

    var desk: Desk { Desk(store) }

    init(directory: DataDirectory, store: LocalStore) {
        self.directory = directory
        self.store = store
    }

    /// - Parameter evenIfLocked: for commands that show and change nothing of the tickets.
    init(opening directory: DataDirectory, evenIfLocked: Bool = false) throws {
        guard FileManager.default.fileExists(atPath: directory.database) else {
            throw CommandError(
                "no_replica", "There is no laptop in \(directory.path).",
                hint: "Join a hub with `syncd join URL CODE`, or name the directory with --data.")
        }
        self.directory = directory
        store = try LocalStore.open(in: directory.path, schema: TicketSchema.schema)
        if !evenIfLocked, let lock = LaptopLock.load(from: directory) {
            let error = CommandError(lock, self)
            try store.close()
            throw error
        }
    }

    /// Opens the replica for one command, and closes it afterwards.
    static func reading<Result>(
        _ options: GlobalOptions, evenIfLocked: Bool = false, _ body: (Replica) throws -> Result
    ) throws -> Result {
        let replica = try Replica(opening: options.replicaDirectory, evenIfLocked: evenIfLocked)
        let result = try body(replica)
        try replica.store.close()
        return result
    }

    /// As ``reading(_:_:)``, for a command that writes: the daemon hears of it at once.
    static func writing<Result>(
        _ options: GlobalOptions, _ body: (Replica) throws -> Result
    ) throws -> Result {
        try reading(options) { replica in
            let result = try body(replica)
            DaemonCall.poke(replica.directory)
            return result
        }
    }

    /// A connection to the hub that this laptop joined.
    func link() throws -> HubLink {
        let credentials = try Credentials.existing(in: directory)
        return try HubLink(
            to: credentials.hub, token: credentials.token(for: store.identity.ordinal),
            authorities: credentials.hasAuthorities ? directory.authorities : nil)
    }
}
