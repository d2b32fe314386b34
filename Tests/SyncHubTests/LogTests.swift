// What the hub writes down about its laptops: nothing that is theirs.

import HubClient
import Logging
import SupportDesk
import SyncEngine
import Synchronization
import Testing

@testable import SyncHub

@Suite struct `The hub's log` {
    @Test func `holds no code, no token and no text of a ticket`() async throws {
        let log = RecordedLog()
        try await TestHub.serving(logger: log.logger) { hub in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync([laptop.creation(of: TicketSchema.contact, "Confidential")])
            let used = try await hub.enrol(.sample(code: hub.ownerCode))
            #expect(errorCode(used) == "code_used")
            _ = try await laptop.client.send(
                HubRequest(.post, "/v1/sync", body: Array("Confidential".utf8)))
            let link = try hub.administration.makePortalLink(for: "Confidential").link
            var browser = Browser(hub)
            #expect(try await browser.open(link).status == 303)
            let secrets = [hub.ownerCode, laptop.token.text, link.text, link.hash, "Confidential"]
            for secret in secrets {
                #expect(!log.text.contains(secret))
            }
            #expect(log.text.contains("code_used"))
        }
    }
}

/// Keeps everything that is logged, down to the finest level.
private final class RecordedLog: Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.lines.withLock { $0 += "\(event.message) \(event.metadata ?? [:]) \(metadata)\n" }
        }
    }
}
