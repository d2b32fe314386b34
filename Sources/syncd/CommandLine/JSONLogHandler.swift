// The hub's log as one JSON document a line, for whatever collects logs.

import Foundation
import Logging
import SupportDesk

/// Writes `{"time","level","message",…}` to standard error; the rest is what the message carries.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let more = metadata.merging(event.metadata ?? [:]) { _, newer in newer }
        let members: [JSONValue.Member] =
            [
                .init("time", .string(Moment(milliseconds: now).description)),
                .init("level", .string(event.level.rawValue)),
                .init("message", .string("\(event.message)")),
            ]
            + more.sorted { $0.key < $1.key }.map { .init($0.key, .string("\($0.value)")) }
        Output.write(JSONValue.object(members).description + "\n", to: .standardError)
    }
}
