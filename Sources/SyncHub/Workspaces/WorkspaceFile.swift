// Makes and opens a workspace's file: a store with feed positions, and the hub's own tables beside
// it.

internal import LocalStore
internal import SupportDesk
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
        let present = try store.hubTransaction(mayWrite: false) { transaction in
            try transaction.select(
                "SELECT name FROM sqlite_master WHERE name IN (\(marks))",
                additions.map { .text($0.name) })
        }
        if present.count < additions.count { try addTables(store) }
        return store
    }

    /// What a hub's file has beside a store's own, by name; each can be added again.
    private static let additions: [(name: String, definition: String)] =
        [
            ("hub_device", DeviceTable.definition),
            ("hub_invitation", InvitationTable.definition),
            ("hub_joined_again", FormerReplica.definition),
            ("hub_contact", ContactTable.definition),
            ("hub_kept", HubTransaction.keptTable),
            ("hub_portal_link", PortalLinkTable.definition),
            ("hub_portal_revocation", PortalLinkTable.revocationsDefinition),
        ] + ClientWindow.indexes

    private static let marks = additions.map { _ in "?" }.joined(separator: ",")

    private static func addTables(_ store: LocalStore) throws {
        try store.hubTransaction(mayWrite: true) { transaction in
            for addition in additions { try transaction.execute(addition.definition, []) }
        }
    }
}
