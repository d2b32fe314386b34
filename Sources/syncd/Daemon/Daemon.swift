// The daemon put together: sync, the page, the socket, and a look at other processes' commits.

import DeskPage
import Foundation
import LocalStore
import Logging
import ServiceLifecycle
import SupportDesk
import SyncEngine
import UnixSignals

/// A running replica.
struct Daemon {
    private let replica: Replica
    private let link: HubLink
    private let lock: SyncLock
    private let sync: SyncService
    private let documents: DocumentService
    private let listener: UnixSocket
    private let talks: TalkTicks
    private let events: DaemonEvents

    init(_ replica: Replica, output: Output) throws {
        self.replica = replica
        let events = DaemonEvents(output)
        self.events = events
        link = try replica.link()
        guard let lock = try replica.store.trySyncLock() else { throw SyncFailure.busy }
        self.lock = lock
        let directory = replica.directory
        let talks = TalkTicks()
        self.talks = talks
        let documents = DocumentService(
            DocumentLane(replica, link),
            onProgress: { progress in
                guard talks.noteProgress(), let progress else { return }
                events.event(["event": "document", "transfer": progress.json])
            },
            onReport: { report in
                if report.isAboutBytes { Daemon.report(report, to: events) }
                talks.note()
            })
        self.documents = documents
        sync = SyncService(
            SyncDriver(store: replica.store, hub: link, directory: directory),
            contact: ContactState.load(from: directory),
            now: StoreEnvironment.system.wallMilliseconds,
            onChange: { contact in
                contact.save(in: directory)
                documents.noteContact(isGood: contact.failure == nil)
                LaptopLock.follow(
                    contact, in: directory, at: StoreEnvironment.system.wallMilliseconds())
                Daemon.report(contact, to: events)
                talks.note()
            })
        listener = try UnixSocket.listening(at: directory.daemonSocket)
    }

    /// Runs until a signal asks it to stop; a request on its way is cut, which harms nothing.
    /// - Parameters:
    ///   - port: where to serve the page; `nil` for no page.
    ///   - others: further services that end with it, and it with them.
    func run(
        page port: DeskPageConfiguration.Port?, besides others: [any Service] = []
    ) async throws {
        let page = try port.map { port in
            DeskPageServer(
                configuration: try DeskPageConfiguration(
                    of: replica,
                    hub: DaemonHub(
                        replica: replica, sync: sync, documents: documents, ticks: talks,
                        link: link),
                    port: port, logger: Daemon.logger(), onListening: { ready(page: $0) }))
        }
        let services: [any Service] = [
            sync, documents,
            DaemonSocket(
                listener: listener, path: replica.directory.daemonSocket,
                answer: { await answer($0, page) }),
            CommitWatch(store: replica.store),
        ]
        let all = (services + [page].compactMap { $0 } + others).map { service in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: service, successTerminationBehavior: .gracefullyShutdownGroup)
        }
        if page == nil { ready(page: nil) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: all, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Daemon.logger()))
        do {
            try await group.run()
        } catch let error as PageError {
            await link.close()
            throw CommandError(error)
        }
        await link.close()
    }

    private func ready(page port: Int?) {
        let identity = replica.store.identity
        let process = ProcessInfo.processInfo.processIdentifier
        let address = port.map { "http://127.0.0.1:\($0)/" }
        events.ready(
            [
                "event": "ready", "pid": .integer(Int64(process)),
                "ordinal": .integer(Int64(identity.ordinal.rawValue)),
                "hub": .string(identity.hubURL), "page": .optional(address),
            ],
            text: "Laptop \(identity.ordinal) of \(identity.workspace) keeps in sync "
                + "with \(identity.hubURL). Ctrl-C stops it."
                + (address.map { "\nIts page is at \($0): `syncd open` shows it." } ?? ""))
    }

    private static func report(_ contact: ContactState, to events: DaemonEvents) {
        events.event([
            "event": "contact", "in_sync": .boolean(contact.isUpToDate),
            "last_contact": .optional(
                contact.lastContact.map { Moment(milliseconds: $0).description }),
            "failure": .optional(contact.failure),
        ])
    }

    private static func report(_ documents: DocumentReport, to events: DaemonEvents) {
        events.event(["event": "documents", "moved": documents.json])
    }

    private func answer(_ ask: DaemonAsk, _ page: DeskPageServer?) async -> DaemonAnswer {
        switch ask {
        case .poke:
            _ = replica.store.noticeForeignCommits()
            return DaemonAnswer()
        case .status:
            return DaemonAnswer(contact: await sync.contact, transfer: documents.progress)
        case .page: return DaemonAnswer(page: page?.openingAddress())
        case .sync:
            _ = replica.store.noticeForeignCommits()
            switch await sync.ask() {
            case .success(let report): return DaemonAnswer(report: report)
            case .failure(let failure):
                return DaemonAnswer(failure: DaemonAnswer.Failure(CommandError(failure)))
            }
        }
    }

    private static func logger() -> Logger {
        var logger = Logger(label: "syncd", factory: StreamLogHandler.standardError(label:))
        logger.logLevel = .error
        return logger
    }
}

/// Looks every few seconds whether another process has committed: the poke may have been lost.
private struct CommitWatch: Service {
    static let interval = Duration.seconds(3)
    let store: LocalStore

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await Task.sleep(for: Self.interval)
                _ = store.noticeForeignCommits()
            }
        }
    }
}
