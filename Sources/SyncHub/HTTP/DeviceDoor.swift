// Knows a laptop by its token, before a byte of its body is read.

internal import Hummingbird
internal import LocalStore
internal import SyncEngine

/// The door of every route that is for devices: who comes, and not too often.
final class DeviceDoor: Sendable {
    private let workspaces: Workspaces
    private let environment: StoreEnvironment
    private let strangers = AttemptLimiter(mistakes: HubLimits.unknownTokens)
    private let limiter = RateLimiter(
        perSecond: HubLimits.requestsPerDevice, burst: HubLimits.requestBurstPerDevice)

    init(workspaces: Workspaces, environment: StoreEnvironment) {
        self.workspaces = workspaces
        self.environment = environment
    }

    /// A device that showed its token. Whether it may still do something is judged in the
    /// transaction that does it.
    struct Caller: Sendable {
        let workspace: Workspace
        let device: Device
        let tokenHash: String
    }

    /// - Throws: ``HubError/Code/unauthorized``, ``HubError/Code/tooManyAttempts``,
    ///   ``HubError/Code/tooManyRequests``.
    func caller(of request: Request, _ context: HubRequestContext) async throws -> Caller {
        let now = environment.wallMilliseconds()
        try strangers.check(context.address, at: now)
        let token = try request.token()
        guard let (workspace, device) = try await workspaces.find(token) else {
            strangers.mistake(context.address, at: now)
            throw HubError.unauthorized
        }
        try limiter.take("\(workspace.name)/\(device.ordinal)")
        return Caller(workspace: workspace, device: device, tokenHash: token.hash)
    }
}

extension DeviceDoor.Caller {
    /// The device's member as it stands in this transaction.
    /// - Throws: ``HubError/Code/revoked`` if device or member may not do anything any more.
    func member(
        _ transaction: HubTransaction, _ environment: StoreEnvironment
    ) throws -> Member {
        let active = try transaction.active(tokenHash: tokenHash, environment)
        guard let member = active?.member else { throw HubError.revoked }
        return member
    }

    /// Runs `body` in the snapshot in which the device was still allowed to have its answer.
    /// - Throws: ``HubError/Code/revoked``, and what `body` throws.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> T
    ) async throws -> T {
        let environment = workspace.environment
        return try await workspace.read { transaction in
            _ = try member(transaction, environment)
            return try body(transaction)
        }
    }
}
