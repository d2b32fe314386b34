// Everything a serving hub is told once: where its files are, where it listens, what it logs to.

internal import Foundation
public import LocalStore
public import Logging
internal import SupportDesk
public import SyncEngine

/// The configuration of a ``HubServer``.
public struct HubConfiguration: Sendable {
    /// The hub's directory; see ``HubAdministration``.
    public var directory: String
    /// Without ``tls`` a loopback address: 127.0.0.0/8, ::1 or localhost.
    public var host: String
    /// 0 lets the system choose; see ``onListening``.
    public var port: Int
    /// A folder for the documents of all workspaces, such as one on a larger disk; `nil` leaves
    /// them where they are: beside each database, unless another folder was given before.
    public var documents: String?
    /// Certificate and key; `nil` for plain HTTP on loopback.
    public var tls: TLSFiles?
    /// What the workspaces' rows look like.
    public var schema: Schema
    /// Clock and random numbers. Those of a hub that serves people must be good enough for
    /// secrets, as ``StoreEnvironment/system`` is.
    public var environment: StoreEnvironment
    public var logger: Logger
    /// How long the hub waits for bytes; another one in tests alone.
    var patience = Patience()
    /// How often the certificate's files are looked at.
    var certificateInterval = HubLimits.certificateInterval
    /// Told the port once the hub takes connections.
    public var onListening: @Sendable (Int) -> Void

    public init(
        directory: String, host: String = "127.0.0.1", port: Int = 7979,
        logger: Logger = Logger(label: "syncd.hub"),
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.directory = directory
        self.host = host
        self.port = port
        self.logger = logger
        self.onListening = onListening
        schema = TicketSchema.schema
        environment = .system
    }

    /// Whether a host is this machine by its name alone; no name is looked up.
    static func isLoopback(_ host: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return UInt32(bigEndian: four.s_addr) >> 24 == 127
        }
        return host == "::1" || host.lowercased() == "localhost"
    }
}
