// `syncd document`: everything one does with a document, by its row.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct DocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Documents, by their ids.",
        discussion: "Example: syncd document publish 7-3 --yes",
        subcommands: [
            DocumentList.self, DocumentGet.self, DocumentKeep.self, DocumentUnkeep.self,
            DocumentReplace.self, DocumentLimit.self, DocumentRename.self, DocumentDelete.self,
            DocumentPublish.self, DocumentWithdraw.self,
        ])
}

/// The document that a command is about.
struct DocumentArguments: ParsableArguments {
    @Argument(help: "The document's id, such as 7-3.") var id: String
    @OptionGroup var seen: SeenOption
    @OptionGroup var options: GlobalOptions

    /// Changes the document in one step and says so.
    func change(_ act: (Desk, RowID, Rendered?) throws -> Dot?) throws {
        let seen = try seen.rendered()
        try Replica.writing(options) { replica in
            let id = try replica.desk.documentID(id)
            let dot = try act(replica.desk, id, seen)
            options.output.showChange(of: "document", id, by: dot)
        }
    }
}

struct DocumentRename: ParsableCommand {
    static let configuration = CommandConfiguration(
        "rename", "Give a document another name.", example: "document rename 7-3 pump.jpg")

    @OptionGroup var document: DocumentArguments
    @Argument(help: "The new name.") var name: String

    func run() throws {
        try document.change { try $0.renameDocument($1, name, seen: $2) }
    }
}

struct DocumentDelete: ParsableCommand {
    static let configuration = CommandConfiguration(
        "delete", "Take a document off its ticket.", example: "document delete 7-3")

    @OptionGroup var document: DocumentArguments

    func run() throws {
        try document.change { try $0.deleteDocument($1, seen: $2) }
    }
}

struct DocumentPublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        "publish", "Let the client open a document.", example: "document publish 7-3 --yes",
        "Shows what will be released, and asks.")

    @OptionGroup var document: DocumentArguments
    @OptionGroup var consent: Consent

    func run() throws {
        try document.change { desk, id, seen in
            let release = try desk.release(ofDocument: id)
            try consent.ask(release.page, document.options)
            return try desk.publishDocument(id, seen: seen ?? release.seen)
        }
    }
}

struct DocumentWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        "withdraw", "Make a document internal again.", example: "document withdraw 7-3")

    @OptionGroup var document: DocumentArguments

    func run() throws {
        try document.change { try $0.withdrawDocument($1, seen: $2) }
    }
}
