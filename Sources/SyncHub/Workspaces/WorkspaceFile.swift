// Makes and opens a workspace's file: a store with feed positions, and the hub's own tables beside
// it.

internal import LocalStore
internal import SyncEngine

/// The file of a workspace.
enum WorkspaceFile {
    /// Makes an empty workspace on a new timeline.
    static func create(
        _ workspace: String, in directory: HubDirectory, schema: Schema,
        environment: StoreEnvironment
    ) throws -> LocalStore {
        let store = try LocalStore.createHub(
            in: directory.folder(of: workspace), schema: schema, workspace: workspace,
            timeline: Timeline(Nonce(environment.random())), environment: environment)
        try addTables(store)
        return store
    }

    /// Opens a workspace; adds what an interrupted creation left out.
    static func open(
        _ workspace: String, in directory: HubDirectory, schema: Schema,
        environment: StoreEnvironment
    ) throws -> LocalStore {
        let store = try LocalStore.openHub(
            in: directory.folder(of: workspace), schema: schema, environment: environment)
        let tables = try store.hubTransaction(mayWrite: false) { transaction in
            try transaction.select(
                """
                SELECT name FROM sqlite_master
                WHERE name IN ('hub_device', 'hub_invitation') AND type = 'table'
                """, [])
        }
        if tables.count < 2 { try addTables(store) }
        return store
    }

    private static func addTables(_ store: LocalStore) throws {
        try store.hubTransaction(mayWrite: true) { transaction in
            try transaction.execute(DeviceTable.definition, [])
            try transaction.execute(InvitationTable.definition, [])
        }
    }
}
