// Tells whether a workspace's files are older than they should be, and begins a new timeline where
// they are: what was lost then comes back from the laptops.

internal import LocalStore
internal import SyncEngine

extension WorkspaceFile {
    /// Opens a workspace to serve it. Files that were put in place of newer ones, by hand or by a
    /// restore that was cut, begin a new timeline before anybody is answered.
    /// - Returns: the store, and whether it began one now.
    static func openToServe(
        _ workspace: String, in directory: HubDirectory, schema: Schema,
        environment: StoreEnvironment
    ) throws -> (store: LocalStore, beganTimeline: Bool) {
        let store = try open(workspace, in: directory, schema: schema, environment: environment)
        let records = directory.records(of: workspace)
        let isOld = try store.hubTransaction(mayWrite: false) { transaction in
            if try transaction.isFreshFromBackup() { return true }
            guard let noted = records.head() else { return false }
            let isSameTimeline = noted.timeline == store.identity.timeline
            return try !isSameTimeline || !transaction.has(noted.cursor)
        }
        if isOld { try beginTimeline(store, records, environment) }
        try noteRevocations(store, records)
        return (store, isOld)
    }

    /// Begins a new timeline on a store that went back, and shuts out again whoever was revoked.
    /// - Parameter lost: what the life that ends would have given next, where that is known.
    static func beginTimeline(
        _ store: LocalStore, _ records: HubRecords, _ environment: StoreEnvironment,
        beyond lost: HubNumbers? = nil
    ) throws {
        try store.hubTransaction(mayWrite: true) { transaction in
            let devices = DeviceTable(transaction: transaction)
            for (ordinal, at) in records.revocations() { try devices.revoke(ordinal, at: at) }
        }
        try store.beginTimeline(Timeline(Nonce(environment.random())), beyond: lost)
        try store.hubTransaction(mayWrite: true) { try $0.forgetBackup() }
        try note(store, records)
    }

    /// Notes the revoked devices beside the store: a backup from before must not let them in again.
    static func noteRevocations(_ store: LocalStore, _ records: HubRecords) throws {
        let revoked = try store.hubTransaction(mayWrite: false) { transaction in
            try DeviceTable(transaction: transaction).all().compactMap { device in
                device.revokedAt.map { (device.ordinal, $0) }
            }
        }
        try records.replaceRevocations(Dictionary(uniqueKeysWithValues: revoked))
    }

    /// Notes how far the store is, beside it.
    static func note(_ store: LocalStore, _ records: HubRecords) throws {
        let cursor = try store.hubTransaction(mayWrite: false) { try $0.head() }
        let head = HubRecords.Head(timeline: store.identity.timeline, cursor: cursor)
        guard records.head() != head else { return }
        try records.note(head)
    }
}

extension HubDirectory {
    func records(of workspace: String) -> HubRecords {
        HubRecords(directory: path, workspace: workspace)
    }
}
