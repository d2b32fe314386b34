// What the hub's commands do: members, invitations and devices, on the same files a server may be
// serving.

public import LocalStore
internal import SupportDesk
public import SyncEngine

/// The administration of a hub's directory.
///
/// Every call opens the workspace's file, does one transaction and closes it; a server that runs
/// on the same directory notices within a second. `workspace` may be `nil` where the hub has only
/// one. All throw ``HubError``: beside the codes named, ``HubError/Code/unknownWorkspace``,
/// ``HubError/Code/severalWorkspaces``, ``HubError/Code/busy`` and ``HubError/Code/failed``.
public struct HubAdministration: Sendable {
    let directory: HubDirectory
    private let schema: Schema
    let environment: StoreEnvironment

    /// - Parameters:
    ///   - directory: The hub's directory; ``initialize(workspace:owner:)`` makes it.
    ///   - environment: Its random numbers must be good enough for secrets, as the system's are.
    public init(directory: String, environment: StoreEnvironment = .system) {
        self.init(directory: directory, schema: TicketSchema.schema, environment: environment)
    }

    init(directory: String, schema: Schema, environment: StoreEnvironment) {
        self.directory = HubDirectory(path: directory)
        self.schema = schema
        self.environment = environment
    }

    /// A code that lets one laptop in, once.
    public struct Invitation: Hashable, Sendable {
        public let workspace: String
        public let member: Member
        /// Written `XXXX-XXXX-XXXX`; shown this once, stored as its hash.
        public let code: String
        /// Milliseconds since 1970: an hour from now.
        public let expiresAt: Int64
    }

    /// The names of the workspaces, sorted.
    public var workspaces: [String] { directory.names() }

    /// Makes a workspace with its owner, and the owner's first invitation. May be repeated after
    /// an interruption.
    /// - Throws: ``HubError/Code/workspaceExists``, ``HubError/Code/badName``.
    public func initialize(workspace: String, owner: String) throws(HubError) -> Invitation {
        guard HubDirectory.isWorkspaceName(workspace) else {
            throw HubError(
                .badName,
                "A workspace's name has letters, digits, - and _, "
                    + "and at most \(HubLimits.workspaceNameBytes) of them",
                hint: "Choose another name.")
        }
        let owner = try Names.checked(owner)
        try directory.create()
        return try change(workspace, creating: true) { registry in
            guard try registry.members.all().isEmpty else {
                throw HubError(
                    .workspaceExists, "The workspace '\(workspace)' exists already",
                    hint: "Invite people with: syncd hub invite NAME")
            }
            let member = try registry.members.create(owner, .owner)
            return Invitation(workspace, try registry.issue(to: member))
        }
    }

    /// Makes a code for a member, who is made first if there is none of that name.
    /// - Parameter role: The role of a new member (`nil`: member). For one who exists it must be
    ///   the role they have: a code promotes nobody.
    /// - Throws: ``HubError/Code/memberInactive``, ``HubError/Code/roleDiffers``,
    ///   ``HubError/Code/badName``.
    public func invite(
        _ name: String, role: Role? = nil, workspace: String? = nil
    ) throws(HubError) -> Invitation {
        let workspace = try directory.chosen(workspace)
        return try change(workspace) { registry in
            Invitation(workspace, try registry.invite(name, role: role))
        }
    }
}

extension HubAdministration.Invitation {
    fileprivate init(_ workspace: String, _ issued: Registry.Issued) {
        self.init(
            workspace: workspace, member: issued.member, code: issued.code,
            expiresAt: issued.expiresAt)
    }
}

extension HubAdministration {
    /// Runs `body` in one transaction that can write.
    func change<T>(
        _ workspace: String, creating: Bool = false, _ body: (Registry) throws -> T
    ) throws(HubError) -> T {
        try access(workspace, creating: creating) { store in
            try store.hubTransaction(mayWrite: true) { try body(registry($0)) }
        }
    }

    /// Whoever runs commands here holds the hub's files, and may do everything.
    func registry(_ transaction: HubTransaction) -> Registry {
        Registry(transaction: transaction, environment: environment, actor: .hubOperator)
    }

    func access<T>(
        _ workspace: String, creating: Bool, _ body: (LocalStore) throws -> T
    ) throws(HubError) -> T {
        do {
            let store =
                creating && !directory.exists(workspace)
                ? try WorkspaceFile.create(
                    workspace, in: directory, schema: schema, environment: environment)
                : try WorkspaceFile.open(
                    workspace, in: directory, schema: schema, environment: environment)
            let result = Result { try body(store) }
            try store.close()
            return try result.get()
        } catch {
            throw HubError.from(error)
        }
    }
}
