// `syncd document list`, `keep` and `unkeep`: what is on this laptop, and what has to be before
// somebody leaves the network.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct DocumentList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List documents, where their bytes are, and why they stay here.",
        example: "document list --ticket 7-12")

    @Option(help: "Only those of this ticket.") var ticket: String?
    @Flag(help: "Only those that this laptop was asked to keep.") var kept = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            let ticket = try ticket.map { try replica.desk.ticketID($0) }
            let documents = try replica.desk.documentList(of: ticket, onlyKept: kept)
            options.output.show(.array(documents.map(\.json))) {
                documents.isEmpty
                    ? "No documents." : TextTable(rows: documents.map(\.cells)).text
            }
        }
    }
}

/// A document, or all documents of a ticket.
struct KeepingArguments: ParsableArguments {
    @Argument(help: "The document's id, such as 7-3.") var id: String?
    @Option(help: "All documents of this ticket, also those that are attached later.")
    var ticket: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (id == nil) != (ticket == nil) else {
            throw ValidationError("Name a document, or a ticket with --ticket.")
        }
    }

    /// Sets or takes away the mark.
    /// - Returns: the documents that it is about.
    func mark(_ isKept: Bool, on desk: Desk) throws -> [DocumentRecord] {
        if let ticket {
            let ticket = try desk.ticketID(ticket)
            try desk.keepDocuments(of: ticket, isKept)
            return try desk.documentList(of: ticket)
        }
        let document = try desk.documentID(id ?? "")
        try desk.keepDocument(document, isKept)
        return try desk.documentList().filter { $0.id == document }
    }
}

struct DocumentKeep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "keep", "Keep a document on this laptop, with or without a network.",
        example: "document keep --ticket 7-12",
        "Fetches what is not here, at once if the hub can be reached and otherwise as soon as it "
            + "can. What is kept never goes, whatever `document limit` says. Only this laptop is "
            + "meant.")

    @OptionGroup var documents: KeepingArguments

    func run() async throws {
        let output = documents.options.output
        let replica = try Replica(opening: documents.options.replicaDirectory)
        let marked = try documents.mark(true, on: replica.desk)
        DaemonCall.poke(replica.directory)
        let failure = try await fetch(marked.filter { !$0.isHere }, replica)
        let ids = Set(marked.map(\.id))
        let kept = try replica.desk.documentList().filter { ids.contains($0.id) }
        try replica.store.close()
        let missing = kept.filter { !$0.isHere }
        output.show([
            "documents": .array(kept.map(\.json)), "missing": .integer(Int64(missing.count)),
            "failure": .optional(missing.isEmpty ? nil : failure?.code),
        ]) {
            let bytes = ByteCount(kept.reduce(0) { $0 + $1.size })
            let kept = "Kept here: \(kept.count) documents, \(bytes)."
            guard !missing.isEmpty else { return kept }
            let reason = failure.map { " \($0.message)" } ?? ""
            return kept + "\n\(missing.count) of them are not here yet, and come as soon as they "
                + "can: see `syncd document list --kept`.\(reason)"
        }
    }

    /// Fetches what the hub is to have, one after the other.
    /// - Returns: why something did not come, if so.
    private func fetch(
        _ documents: [DocumentRecord], _ replica: Replica
    ) async throws -> SyncFailure? {
        guard !documents.isEmpty else { return nil }
        let progress = Progress("Fetching", for: self.documents.options.output)
        defer { progress.finish() }
        let link = try replica.link()
        var lane = DocumentLane(replica, link)
        lane.patience = 1
        lane.onProgress = { progress.show($0) }
        var failure: SyncFailure?
        for document in documents {
            let transfer = try replica.desk.documentTransfer(document.id)
            guard case .failure(let error) = await lane.fetchFirst(transfer) else { continue }
            failure = error
            // The others would meet the same.
            guard error.concernsOneDocument else { break }
        }
        await link.close()
        return failure
    }
}

struct DocumentUnkeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        "unkeep", "Let a document go again when there is no room.",
        example: "document unkeep --ticket 7-12", "Nothing is deleted now.")

    @OptionGroup var documents: KeepingArguments

    func run() throws {
        try Replica.writing(documents.options) { replica in
            let marked = try documents.mark(false, on: replica.desk)
            documents.options.output.show(["documents": .array(marked.map(\.json))]) {
                "No longer kept: \(marked.count) documents. They stay until there is no room."
            }
        }
    }
}

extension DocumentRecord {
    fileprivate var isHere: Bool { place == .here || place == .hereOnly }

    fileprivate var cells: [String] {
        let place =
            switch self.place {
            case .here: "here"
            case .hereOnly: "here, not sent yet"
            case .hub: "at the hub"
            case .author: "on the laptop of \(author.printable)"
            }
        let reason =
            switch self.reason {
            case .document: "kept"
            case .ticket: "kept with its ticket"
            case .assigned: "assigned to me"
            case nil: ""
            }
        return [
            "\(id)", "of \(ticket)", ByteCount(size).description, place, reason, name.printable,
        ]
    }
}
