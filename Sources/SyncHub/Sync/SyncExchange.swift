// Drives a hub session: performs each effect on the workspace's store and hands back what came of
// it.

internal import LocalStore
internal import SyncEngine

/// One request and its answer.
struct SyncExchange: Sendable {
    let workspace: Workspace
    let schema: Schema
    let tokenHash: String
    /// What the device calls its program.
    let program: String
    /// Told what a laptop was told that knows more than this hub: its files may be an old copy.
    var onUnknownPast: @Sendable (Rejection) -> Void = { _ in }

    /// Judges and answers a request; holds the answer while there is nothing to say, as long as
    /// the laptop asked for and is there.
    /// - Parameter onDeparture: registers what is to be done when the laptop has hung up.
    /// - Throws: ``HubError/Code/malformed``, ``HubError/Code/unsupportedVersion``,
    ///   ``HubError/Code/otherReplica``, and what the store throws.
    func answer(
        _ body: [UInt8], from ordinal: ReplicaOrdinal, onDeparture: @escaping Wait.OnDeparture
    ) async throws -> [UInt8] {
        var session = HubSession(schema: schema, key: workspace.key)
        var wait = Wait(workspace: workspace, onDeparture: onDeparture)
        defer { wait.end() }
        let now = workspace.environment.wallMilliseconds()
        var effects = session.step(.received(body, from: ordinal, at: now))
        while let effect = effects.first {
            switch effect {
            case .load(let load):
                workspace.contacts.note(
                    DeviceContact(at: now, position: load.cursorPosition, program: program),
                    of: ordinal)
                (session, effects) = try await loaded(load, session, body)
            case .read(let place, let bounds):
                let event =
                    session.takesSharedPages
                    ? try await sharedPage(from: place, bounds)
                    : try await feed(from: place, bounds)
                effects = session.step(event ?? .woken)
            case .wait(let seconds):
                let news = await wait.next(seconds: seconds)
                _ = session.step(.clock(workspace.environment.wallMilliseconds()))
                effects = session.step(news)
            case .answer(let bytes):
                if let rejection = session.rejection,
                    [.unknownCursor, .hubBehind].contains(rejection)
                {
                    onUnknownPast(rejection)
                }
                return bytes
            case .refuse(let fault): throw HubError(fault)
            case .commit: preconditionFailure("a commit outside of its transaction")
            }
        }
        preconditionFailure("the session ended without an answer")
    }

    /// Loads, and commits in the same transaction if there is something to.
    private func loaded(
        _ load: HubLoad, _ session: HubSession, _ body: [UInt8]
    ) async throws -> (HubSession, [HubSession.Effect]) {
        guard load.mayWrite else {
            let judged = try await workspace.read { try judge(load, session, body, $0) }
            return (judged.session, judged.effects)
        }
        var judged = try await workspace.write { try judge(load, session, body, $0) }
        if judged.hasCommitted { judged.effects = judged.session.step(.committed) }
        return (judged.session, judged.effects)
    }

    /// A page of the feed, or `nil` if the device may not have it any more: the session then loads
    /// again, and says so. Both are read in one snapshot: a device that was revoked gets nothing
    /// that was committed afterwards.
    private func feed(
        from place: FeedPlace, _ bounds: FeedBounds
    ) async throws -> HubSession.Event? {
        try await workspace.read { transaction in
            guard try activeMember(transaction) != nil else { return nil }
            return .read(try transaction.feed(from: place, bounds))
        }
    }

    /// As ``feed(from:_:)``, for a page that others may have asked for, too.
    private func sharedPage(
        from place: FeedPlace, _ bounds: FeedBounds
    ) async throws -> HubSession.Event? {
        let pages = workspace.pages
        return try await workspace.read { transaction in
            guard try activeMember(transaction) != nil else { return nil }
            let key = PageCache.Key(place: place, head: try transaction.head(), bounds: bounds)
            let page = try pages.page(key) {
                EncodedPage(try transaction.feed(from: place, bounds), signedBy: workspace.key)
            }
            return .readShared(page)
        }
    }

    private struct Judged: Sendable {
        var session: HubSession
        var effects: [HubSession.Effect]
        var hasCommitted = false
    }

    /// Judges within the transaction. A session is a value: judging again starts from the same.
    private func judge(
        _ load: HubLoad, _ session: HubSession, _ body: [UInt8], _ transaction: HubTransaction
    ) throws -> Judged {
        var session = session
        let member = try activeMember(transaction)
        // Somebody's last work may be in it: for people to read, and for nothing else.
        if member == nil, load.mayWrite, let request = try? SyncRequest(body) {
            _ = try transaction.keep(
                request, at: workspace.environment.wallMilliseconds(),
                maximumBytes: HubLimits.keptBytesPerDevice)
        }
        let context = try transaction.context(
            for: load, role: member?.role ?? .member, isActive: member != nil)
        let effects = session.step(.loaded(context))
        guard case .commit(let commit)? = effects.first else {
            return Judged(session: session, effects: effects)
        }
        _ = try transaction.commit(commit, nonce: Nonce(workspace.environment.random()))
        return Judged(session: session, effects: [], hasCommitted: true)
    }

    private func activeMember(_ transaction: HubTransaction) throws -> Member? {
        try transaction.active(tokenHash: tokenHash, workspace.environment)?.member
    }
}

extension HubError {
    init(_ fault: HubSession.Fault) {
        switch fault {
        case .damaged(.unsupportedVersion(let version)):
            self.init(
                .unsupportedVersion, "The hub does not read version \(version) of the format",
                hint: "Use the program's version that belongs to this hub.")
        case .damaged:
            self = .malformed("The body is not a sync request, or was damaged on its way")
        case .otherReplica:
            self.init(
                .otherReplica, "The token belongs to another replica than the one that speaks",
                hint: "Was a token copied from one laptop to another? Join again.")
        }
    }
}
