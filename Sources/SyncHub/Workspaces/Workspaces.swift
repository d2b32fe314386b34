// All workspaces of a serving hub, and which of them a token or a code belongs to.

internal import LocalStore
internal import Logging
internal import SyncEngine
internal import Synchronization

/// The open workspaces by name. A token or a code selects its workspace; nobody names one.
final class Workspaces: Sendable {
    private let directory: HubDirectory
    private let schema: Schema
    private let environment: StoreEnvironment
    let metrics = HubMetrics()
    /// Told a workspace whose files were found to be older than they should be.
    private let onTimeline: @Sendable (String) -> Void
    /// Opening takes its time with the disk, and no laptop's thread.
    private let opener = WorkLane(label: "hub.opener", threads: 1)
    private let state = Mutex(State())

    private struct State {
        var isStopping = false
        var workspaceByName: [String: Workspace] = [:]
        var nameByTokenHash: [String: String] = [:]
    }

    init(
        directory: HubDirectory, schema: Schema, environment: StoreEnvironment,
        onTimeline: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.onTimeline = onTimeline
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
                try DocumentsPlace(directory: directory).settle(name)
                let opened = try WorkspaceFile.openToServe(
                    name, in: directory, schema: schema, environment: environment)
                if opened.beganTimeline { onTimeline(name) }
                let workspace = try Workspace(
                    name: name, store: opened.store, records: directory.records(of: name),
                    environment: environment, metrics: metrics)
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

    /// Wakes whoever waits where another process has committed.
    func noticeForeignCommits(_ logger: Logger) async {
        for workspace in all {
            do {
                try await workspace.noticeForeignCommits()
                try await workspace.noteHead()
            } catch {
                logger.error(
                    "cannot look for commits", metadata: ["workspace": "\(workspace.name)"])
            }
        }
    }

    /// Writes which device was here last; where that fails, it is tried again with the next.
    func saveContacts(_ logger: Logger) async {
        for workspace in all {
            do {
                try await workspace.saveContacts()
            } catch {
                logger.warning("cannot write contacts", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Removes what transfers of documents left behind that nobody went on with.
    func tidyDocuments(_ logger: Logger) async {
        for workspace in all {
            let now = workspace.environment.wallMilliseconds() / 1_000
            do {
                try await workspace.withDocuments { $0.removeOldPartials(now: now) }
            } catch {
                logger.error(
                    "cannot remove old transfers", metadata: ["workspace": "\(workspace.name)"])
            }
        }
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
