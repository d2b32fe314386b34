// All workspaces of a serving hub, and which of them a token or a code belongs to.

internal import LocalStore
internal import SyncEngine
internal import Synchronization

/// The open workspaces by name. A token or a code selects its workspace; nobody names one.
final class Workspaces: Sendable {
    private let directory: HubDirectory
    private let schema: Schema
    private let environment: StoreEnvironment
    /// Opening takes its time with the disk, and no laptop's thread.
    private let opener = WorkLane(label: "hub.opener", threads: 1)
    private let state = Mutex(State())

    private struct State {
        var isStopping = false
        var workspaceByName: [String: Workspace] = [:]
        var nameByTokenHash: [String: String] = [:]
    }

    init(directory: HubDirectory, schema: Schema, environment: StoreEnvironment) {
        self.directory = directory
        self.schema = schema
        self.environment = environment
    }

    var all: [Workspace] {
        state.withLock { $0.workspaceByName.values.sorted { $0.name < $1.name } }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Opens the workspaces that are not open yet: at the start, and when a command has made one.
    /// - Returns: Those that were opened now.
    @discardableResult func openNew() throws -> [Workspace] {
        try state.withLock { state in
            guard !state.isStopping else { return [] }
            return try directory.names().filter { state.workspaceByName[$0] == nil }.map { name in
                let store = try WorkspaceFile.open(
                    name, in: directory, schema: schema, environment: environment)
                let workspace = Workspace(name: name, store: store, environment: environment)
                state.workspaceByName[name] = workspace
                return workspace
            }
        }
    }

    /// The device of a token and its workspace; `nil` if no workspace knows the token.
    func find(_ token: DeviceToken) async throws -> (Workspace, Device)? {
        let hash = token.hash
        let find: @Sendable (HubTransaction) throws -> Device? = { transaction in
            try DeviceTable(transaction: transaction).device(tokenHash: hash)
        }
        let remembered = state.withLock { state in
            state.nameByTokenHash[hash].flatMap { state.workspaceByName[$0] }
        }
        if let remembered, let device = try await remembered.read(find) {
            return (remembered, device)
        }
        guard let (workspace, device) = try await first(find) else { return nil }
        state.withLock { $0.nameByTokenHash[hash] = workspace.name }
        return (workspace, device)
    }

    /// The workspace that knows an invitation's code.
    func find(_ code: InvitationCode) async throws -> Workspace? {
        let hash = code.hash
        return try await first { transaction in
            try InvitationTable(transaction: transaction).entry(codeHash: hash)
        }?.0
    }

    /// The first workspace in which there is something, those among them that are new on disk.
    func first<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T?
    ) async throws -> (Workspace, T)? {
        for workspace in all {
            if let found = try await workspace.read(body) { return (workspace, found) }
        }
        for workspace in try await opener.run({ try self.openNew() }) {
            if let found = try await workspace.read(body) { return (workspace, found) }
        }
        return nil
    }

    /// Releases every waiting answer; from now on nobody waits.
    func release() {
        let workspaces = state.withLock { state in
            state.isStopping = true
            return Array(state.workspaceByName.values)
        }
        for workspace in workspaces { workspace.commits.release() }
    }

    func close() throws {
        let workspaces = state.withLock { state in
            defer { state.workspaceByName = [:] }
            return Array(state.workspaceByName.values)
        }
        for workspace in workspaces { try workspace.close() }
    }
}
