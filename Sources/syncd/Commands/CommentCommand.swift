// `syncd comment`: edit, delete, restore, publish and withdraw a comment.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct CommentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment", abstract: "Comments, by their ids.",
        discussion: "Example: syncd comment edit 7-3 \"The fuse is the fourth in a week.\"",
        subcommands: [
            CommentEdit.self, CommentDelete.self, CommentRestore.self, CommentPublish.self,
            CommentWithdraw.self,
        ])
}

/// The comment that a command is about.
struct CommentArguments: ParsableArguments {
    @Argument(help: "The comment's id, such as 7-3.") var id: String
    @OptionGroup var seen: SeenOption
    @OptionGroup var options: GlobalOptions

    /// Changes the comment in one step and says so.
    func change(_ act: (Desk, RowID, Rendered?) throws -> Dot?) throws {
        let seen = try seen.rendered()
        try Replica.writing(options) { replica in
            let id = try replica.desk.commentID(id)
            let dot = try act(replica.desk, id, seen)
            options.output.showChange(of: "comment", id, by: dot)
        }
    }
}

struct CommentEdit: ParsableCommand {
    static let configuration = CommandConfiguration(
        "edit", "Change the text.", example: "comment edit 7-3 \"The fuse is the fourth.\"")

    @OptionGroup var comment: CommentArguments
    @Argument(help: "The whole new text.") var text: String

    func run() throws {
        try comment.change { try $0.editComment($1, text, seen: $2) }
    }
}

struct CommentDelete: ParsableCommand {
    static let configuration = CommandConfiguration(
        "delete", "Delete a comment; it can be restored.", example: "comment delete 7-3")

    @OptionGroup var comment: CommentArguments

    func run() throws {
        try comment.change { try $0.deleteComment($1, seen: $2) }
    }
}

struct CommentRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        "restore", "Bring a deleted comment back.", example: "comment restore 7-3")

    @OptionGroup var comment: CommentArguments

    func run() throws {
        try comment.change { try $0.restoreComment($1, seen: $2) }
    }
}

struct CommentPublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        "publish", "Let the client read a comment.", example: "comment publish 7-3 --yes",
        "Shows what will be released, and asks.")

    @OptionGroup var comment: CommentArguments
    @OptionGroup var consent: Consent

    func run() throws {
        try comment.change { desk, id, seen in
            let release = try desk.release(ofComment: id)
            try consent.ask(release.page, comment.options)
            return try desk.publishComment(id, seen: seen ?? release.seen)
        }
    }
}

struct CommentWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        "withdraw", "Make a comment internal again.", example: "comment withdraw 7-3")

    @OptionGroup var comment: CommentArguments

    func run() throws {
        try comment.change { try $0.withdrawComment($1, seen: $2) }
    }
}
