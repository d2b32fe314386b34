// `syncd document get`, `replace` and `limit`: the bytes of documents on this laptop.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine

struct DocumentGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "get", "Save a document as a file.", example: "document get 7-3 --output pump.jpg",
        "Fetches it from the hub if it is not on this laptop. Overwrites nothing.")

    @Argument(help: "The document's id, such as 7-3.") var id: String
    @Option(
        help: ArgumentHelp(
            "Where to save it; by default here, under a name made safe.", valueName: "file"))
    var output: String?
    @Flag(help: "Replace a file that is there.") var force = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        let transfer = try replica.desk.documentTransfer(try replica.desk.documentID(id))
        let file = SavedFile(
            path: output ?? SafeFileName(transfer.name).description, replacing: force)
        try file.check()
        let document = try await fetched(transfer, replica)
        try file.write(document)
        try replica.store.close()
        options.output.show([
            "id": .string("\(transfer.document)"), "file": .string(file.path),
            "size": .integer(document.size), "sha256": .string("\(document.hash)"),
        ]) {
            "Saved: \(file.path.printable), \(ByteCount(document.size))."
        }
    }

    private func fetched(
        _ transfer: DocumentTransfer, _ replica: Replica
    ) async throws -> OpenDocument {
        guard let documents = replica.store.documents else { throw CommandError.noBytes(transfer) }
        if documents.size(of: transfer.hash) == nil { try await fetch(transfer, replica) }
        guard let document = try documents.open(transfer.hash) else {
            throw CommandError.noBytes(transfer)
        }
        documents.noteUse(of: transfer.hash)
        return document
    }

    private func fetch(_ transfer: DocumentTransfer, _ replica: Replica) async throws {
        let progress = Progress("Fetching", for: options.output)
        defer { progress.finish() }
        let link = try replica.link()
        var lane = DocumentLane(replica, link)
        lane.onProgress = { progress.show($0) }
        let result = await lane.fetchFirst(transfer)
        await link.close()
        try result.get()
    }
}

struct DocumentReplace: ParsableCommand {
    static let configuration = CommandConfiguration(
        "replace", "Put another file in the place of a document.",
        example: "document replace 7-3 invoice-2.pdf",
        "The old one stays in the history; the new one is internal unless you say otherwise.")

    @Argument(help: "The document's id, such as 7-3.") var id: String
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "What to call the document; by default, what the file is called.")
    var name: String?
    @Flag(help: "Let the client open it; internal by default.") var clientVisible = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.writing(options) { replica in
            let old = try replica.desk.documentID(id)
            let draft = try replica.desk.draft(
                ofFile: file, name: name, audience: clientVisible ? .toClient : .internal)
            let new = try replica.desk.replaceDocument(old, with: draft)
            options.output.show(["id": .string("\(new)"), "replaces": .string("\(old)")]) {
                "Saved: document \(new) in the place of \(old), \(ByteCount(draft.size))."
            }
        }
    }
}

struct DocumentLimit: ParsableCommand {
    static let configuration = CommandConfiguration(
        "limit", "Say how much of the disk documents may take here.",
        example: "document limit 10GB",
        "What is over the limit goes, the least recently used first; the hub still has it. What is "
            + "on this laptop alone, or on a ticket assigned to you, stays.")

    @Argument(help: "The new limit, such as 500MB; without it, nothing is changed.")
    var limit: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.writing(options) { replica in
            let bytes = try limit.map { text in
                guard let count = ByteCount(text) else {
                    throw CommandError(
                        "bad_size", "\"\(text)\" is no size.", hint: "Write it as 500MB or 10GB.",
                        exit: .usage)
                }
                return count.bytes
            }
            if let bytes { try replica.desk.setDocumentLimit(bytes) }
            try show(replica)
        }
    }

    private func show(_ replica: Replica) throws {
        let retention = try replica.desk.documentRetention()
        if limit != nil {
            try replica.store.evictDocuments(
                beyond: retention.limit, keeping: retention.kept, last: retention.own,
                named: retention.named)
        }
        let stored = replica.store.documents?.all() ?? []
        let bytes = stored.reduce(0) { $0 + $1.size }
        options.output.show([
            "limit": .integer(retention.limit), "stored": .integer(bytes),
            "documents": .integer(Int64(stored.count)),
        ]) {
            "\(stored.count) documents are here, \(ByteCount(bytes)) of "
                + "\(ByteCount(retention.limit))."
        }
    }
}

extension CommandError {
    fileprivate static func noBytes(_ transfer: DocumentTransfer) -> CommandError {
        CommandError(
            "no_bytes", "The bytes of document \(transfer.document) are not here any more.",
            hint: "Try again: they are fetched anew.")
    }
}
