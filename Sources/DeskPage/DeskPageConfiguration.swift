// Everything a serving page is told once: whose desk it shows, where, with which files and secret.

public import Logging
public import SupportDesk

/// The configuration of a ``DeskPageServer``.
public struct DeskPageConfiguration: Sendable {
    /// The desk of this laptop; one with a cache answers lists faster.
    public var desk: Desk
    /// How the laptop stands to its hub.
    public var hub: any PageHub
    public var secret: PageSecret
    /// All files that a browser may load; the page itself at `/`.
    public var assets: [PageAsset]
    public var port: Port
    /// Of the program, as the page shows it.
    public var version = ""
    public var logger: Logger
    /// Told the port once both listeners take connections.
    public var onListening: @Sendable (Int) -> Void = { _ in }
    /// Milliseconds since 1970.
    public var now: @Sendable () -> Int64

    /// Where to listen, on loopback.
    public enum Port: Hashable, Sendable {
        /// This one or none; 0 lets the system choose.
        case exactly(Int)
        /// This one, or any that is free where another program has it.
        case preferably(Int)
    }

    public init(
        desk: Desk, hub: any PageHub, secret: PageSecret, assets: [PageAsset],
        port: Port = .exactly(0),
        logger: Logger = Logger(label: "syncd.page"),
        now: @escaping @Sendable () -> Int64
    ) {
        self.desk = desk
        self.hub = hub
        self.secret = secret
        self.assets = assets
        self.port = port
        self.logger = logger
        self.now = now
    }
}

/// How the page asks about the hub; the daemon knows.
public protocol PageHub: Sendable {
    /// The document of `syncd status`.
    func status() async throws -> JSONValue

    /// Syncs now.
    /// - Returns: the document of `syncd sync`.
    /// - Throws: ``PageError`` with status 502 if it failed.
    func sync() async throws -> JSONValue

    /// Why this laptop shows and changes nothing of its tickets now, with status 423; `nil` if it
    /// does. It is asked before every request that would.
    func refusal() -> PageError?

    /// Brings the bytes of a document from the hub to this laptop, before anything else.
    /// - Throws: ``PageError`` with the reason.
    func fetch(_ document: DocumentTransfer) async throws

    /// Does something at the hub, which judges it, and gives the hub's own document of it. Waits a
    /// bounded time.
    /// - Throws: ``PageError``: status 502 where the hub did not answer, else the hub's refusal.
    func perform(_ errand: HubErrand) async throws -> JSONValue

    /// Something after each talk with the hub; what was not taken yet folds into one.
    func talks() -> AsyncStream<Void>
}
