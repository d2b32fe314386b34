// A page over a replica in memory, asked without a socket: every request a browser could send.

import Foundation
import HTTPTypes
import LocalStore
import Logging
import SupportDesk
import SyncEngine
import Synchronization
import Testing

@testable import DeskPage

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    /// 2026-11-20T09:00:00Z.
    init() { milliseconds = Mutex(1_795_165_200_000) }

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1_000 } }
}

/// A hub that says what a test wants.
final class TestHub: PageHub {
    private let words = Mutex("Up to date")
    let lock = Mutex<PageError?>(nil)
    /// What fetching a document does.
    let arrivals = Mutex<[RowID: @Sendable () throws -> Void]>([:])
    /// What was done at the hub, and what it answers.
    let errands = Mutex<[HubErrand]>([])
    let hubRefusal = Mutex<PageError?>(nil)
    private let ticks: AsyncStream<Void>
    private let tick: AsyncStream<Void>.Continuation

    init() { (ticks, tick) = AsyncStream.makeStream() }

    func say(_ text: String) {
        words.withLock { $0 = text }
        tick.yield()
    }

    func status() async throws -> JSONValue { ["chip": ["words": .string(words.withLock { $0 })]] }

    func sync() async throws -> JSONValue {
        throw PageError("no_hub", "There is no hub.", kept: "All is saved.", status: 502)
    }

    func refusal() -> PageError? { lock.withLock { $0 } }

    func fetch(_ document: DocumentTransfer) async throws {
        guard let bring = arrivals.withLock({ $0[document.document] }) else {
            throw PageError("offline", "The hub cannot be reached.", kept: "", status: 502)
        }
        try bring()
    }

    func perform(_ errand: HubErrand) async throws -> JSONValue {
        if let refusal = hubRefusal.withLock({ $0 }) { throw refusal }
        errands.withLock { $0.append(errand) }
        return ["done": true]
    }

    func talks() -> AsyncStream<Void> { ticks }
}

/// A body that is there at once, and knows whether it was looked at.
final class TestBody: BodySource {
    private let bytes: [UInt8]
    private let wasAsked = Mutex(false)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isRead: Bool { wasAsked.withLock { $0 } }

    func whole() async throws -> [UInt8] {
        wasAsked.withLock { $0 = true }
        return bytes
    }

    /// In pieces of odd sizes.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        wasAsked.withLock { $0 = true }
        var rest = bytes[...]
        while !rest.isEmpty {
            try await take(Array(rest.prefix(70_001)))
            rest = rest.dropFirst(70_001)
        }
    }
}

/// One page with its desk.
struct TestPage: Sendable {
    let clock: TestClock
    let hub = TestHub()
    let desk: Desk
    let secret = PageSecret()
    let responder: PageResponder

    static let port = 7_878
    static let assets = [
        PageAsset(
            path: "/", mediaType: "text/html; charset=utf-8",
            bytes: Array("<!doctype html><title>Desk</title>".utf8)),
        PageAsset(
            path: "/parts/main.js", mediaType: "text/javascript; charset=utf-8",
            bytes: Array("export {}".utf8)),
    ]

    init() throws {
        let clock = TestClock()
        self.init(
            try LocalStore.inMemory(
                schema: TicketSchema.schema, identity: try Self.identity(),
                environment: Self.environment(clock)), clock)
    }

    /// A page whose replica has files, and so documents.
    init(in directory: String) throws {
        let clock = TestClock()
        self.init(
            try LocalStore.create(
                in: directory, schema: TicketSchema.schema, identity: try Self.identity(),
                environment: Self.environment(clock)), clock)
    }

    private static func identity() throws -> ReplicaIdentity {
        ReplicaIdentity(
            ordinal: try #require(ReplicaOrdinal(2)), member: try #require(RowID("1-1")),
            memberName: "Ada", workspace: "acme", replicaName: "laptop",
            birthCertificate: Nonce(1), timeline: Timeline(Nonce(2)), incarnation: Nonce(3),
            hubURL: "http://127.0.0.1:1")
    }

    private static func environment(_ clock: TestClock) -> StoreEnvironment {
        let random = Mutex<UInt64>(7)
        return StoreEnvironment(
            wallMilliseconds: { clock.now },
            random: {
                random.withLock {
                    $0 += 1
                    return $0
                }
            })
    }

    /// - Parameter store: which may have been another page's before.
    init(_ store: LocalStore, _ clock: TestClock = TestClock()) {
        self.clock = clock
        desk = Desk(store, cache: DeskCache())
        let configuration = Self.configuration(desk, hub, secret, clock)
        responder = PageResponder(
            state: PageState(configuration), judge: RequestJudge(secret: secret, port: Self.port),
            table: RouteTable(assets: Self.assets), logger: configuration.logger)
    }

    var configuration: DeskPageConfiguration { Self.configuration(desk, hub, secret, clock) }

    private static func configuration(
        _ desk: Desk, _ hub: TestHub, _ secret: PageSecret, _ clock: TestClock
    ) -> DeskPageConfiguration {
        DeskPageConfiguration(
            desk: desk, hub: hub, secret: secret, assets: assets,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now })
    }

    /// What a browser that was let in sends.
    func head(
        _ method: HTTPRequest.Method, _ target: String, host: String? = "127.0.0.1:7878",
        kind: BodyKind = .json
    ) -> RequestJudge.Head {
        var fields: HTTPFields = [.cookie: "other=1; \(secret.cookieName)=\(secret.cookieValue)"]
        if method != .get {
            fields[.origin] = "http://\(host ?? "")"
            fields[.contentType] = kind.mediaType
            fields[.writeToken] = secret.writeToken
            fields[.fetchSite] = "same-origin"
        }
        return RequestJudge.Head(method: method, target: target, host: host, fields: fields)
    }

    func answer(_ head: RequestJudge.Head, _ body: String = "{}") async -> PageAnswer {
        await responder.answer(head, body: TestBody(Array(body.utf8)))
    }

    /// The document of a read.
    func get(_ target: String, status: Int = 200) async throws -> JSONValue {
        let answer = await answer(head(.get, target))
        try #require(answer.status == status, "\(target): \(answer.text)")
        return try answer.document()
    }

    /// The document of a write.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ target: String, _ body: JSONValue = [:], status: Int = 200
    ) async throws -> JSONValue {
        let answer = await answer(head(method, target), body.description)
        try #require(answer.status == status, "\(target): \(answer.text)")
        return try answer.document()
    }

    /// A ticket made on this laptop.
    func ticket(_ title: String = "Roof", _ more: JSONValue = [:]) async throws -> JSONValue {
        let draft = JSONValue.object([.init("title", .string(title))] + (more.members ?? []))
        return try await send(.post, "/api/tickets", draft, status: 201)
    }
}

extension PageAnswer {
    var text: String {
        if case .bytes(let bytes) = content { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    func document() throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }
}

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard let items = array, items.indices.contains(index) else { return nil }
        return items[index]
    }
}
