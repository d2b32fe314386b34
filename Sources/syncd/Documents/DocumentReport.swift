// What the documents' lane has done and is doing, as `sync`, `status` and the page show it.

import SupportDesk
import SyncEngine

/// Where bytes go, seen from this laptop.
enum DocumentDirection: String, Codable, Sendable { case up, down }

/// How far a document has come.
struct DocumentProgress: Codable, Hashable, Sendable {
    /// The id of its row.
    let document: String
    let name: String
    let direction: DocumentDirection
    /// In bytes.
    let done: Int64
    let size: Int64

    init(_ transfer: DocumentTransfer, _ direction: DocumentDirection, done: Int64) {
        document = "\(transfer.document)"
        // Whoever wrote the row may have sent any number of bytes; the daemon's answers are short.
        name = String(transfer.name.prefix(200))
        self.direction = direction
        self.done = done
        size = transfer.size
    }

    var json: JSONValue {
        [
            "document": .string(document), "name": .string(name),
            "direction": .string(direction.rawValue), "done": .integer(done),
            "size": .integer(size),
        ]
    }

    /// `up 2-1 pump.mov, 2.1 MB of 200.0 MB`.
    var sentence: String {
        "\(direction.rawValue) \(document) \(name.printable), "
            + "\(ByteCount(done)) of \(ByteCount(size))"
    }
}

/// What came of one pass of the lane.
struct DocumentReport: Hashable, Sendable {
    var up = 0
    var down = 0
    /// Documents of other laptops whose bytes are now known to be at the hub.
    var arrived = 0
    /// Documents that could not be moved, for a reason of their own; others went on.
    var failed: [Failure] = []

    /// Whether anything was moved, or could not be.
    var isAboutBytes: Bool { up + down > 0 || !failed.isEmpty }

    struct Failure: Hashable, Sendable {
        let transfer: DocumentTransfer
        let code: String
        let message: String
    }

    var json: JSONValue {
        [
            "up": .integer(Int64(up)), "down": .integer(Int64(down)),
            "failed": .array(
                failed.map { failure in
                    [
                        "document": .string("\(failure.transfer.document)"),
                        "code": .string(failure.code), "message": .string(failure.message),
                    ]
                }),
        ]
    }

    /// Lines below those of a sync; empty if nothing happened.
    var lines: [String] {
        let moved = up + down > 0 ? ["Documents: sent \(up), received \(down)."] : []
        return moved
            + failed.map { failure in
                "Document \(failure.transfer.document) \(failure.transfer.name.printable): "
                    + failure.message
            }
    }
}
