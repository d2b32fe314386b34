// `syncd hub backup` and `hub restore`: a workspace in one file, and back again.

import ArgumentParser
import Foundation
import SupportDesk
import SyncHub

struct HubBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
        "backup", "Save a workspace into one file, while the hub serves.",
        example: "hub backup /backup/acme-monday.syncd --documents /backup/documents",
        """
        The file has the key of the receipts and the revoked devices in it, and is checked. The \
        bytes of documents go to a folder that all backups may share: only what is not there is \
        copied. Exit 1: documents are damaged.
        """)

    @Argument(help: "The file to make.", completion: .file()) var file: String
    @Option(
        help: ArgumentHelp(
            "The folder for the bytes of documents; without it they are left out.",
            valueName: "folder"), completion: .directory)
    var documents: String?
    @OptionGroup var hub: HubArguments

    func run() throws {
        let path = file.absolutePath
        let backup = try hub.administration.backUp(
            to: path, documents: documents?.absolutePath, workspace: hub.workspace)
        for warning in backup.warnings { hub.options.output.remark("Warning: " + warning) }
        hub.options.output.show(backup.json(file: path)) {
            "Saved: \(backup.workspace) up to position \(backup.position), in \(path)"
                + (backup.documents.map { ", and " + $0.words } ?? ", without documents' bytes")
                + ". Keep it where nobody else can read it: the key in it signs for the hub."
        }
        guard backup.documents?.damaged.isEmpty ?? true else {
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }
}

struct HubRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        "restore", "Put a backup back; laptops then bring what it does not have.",
        example: "hub restore /backup/acme-monday.syncd --documents /backup/documents",
        "The hub has to be stopped. What was there is kept beside it. --in-place is for files that "
            + "were copied back by other means.")

    @Argument(help: "The file that `hub backup` made.", completion: .file()) var file: String?
    @Flag(help: "Go on with the files that are there, as old ones.") var inPlace = false
    @Option(
        help: ArgumentHelp(
            "The folder that `hub backup --documents` was given.", valueName: "folder"),
        completion: .directory)
    var documents: String?
    @OptionGroup var hub: HubArguments

    func validate() throws {
        guard (file == nil) == inPlace else {
            throw ValidationError("Name a file, or say --in-place.")
        }
    }

    func run() throws {
        let backup =
            if let file {
                try hub.administration.restore(
                    from: file.absolutePath, documents: documents?.absolutePath)
            } else {
                try hub.administration.restoreInPlace(
                    documents: documents?.absolutePath, workspace: hub.workspace)
            }
        for warning in backup.warnings { hub.options.output.remark("Warning: " + warning) }
        hub.options.output.show(backup.json(file: file)) {
            "The workspace \(backup.workspace) goes on from position \(backup.position), on "
                + "timeline \(backup.timeline). Start the hub: every laptop gives back what it has "
                + "beyond that at its next sync, and `syncd hub status` names those that have not "
                + "yet." + (backup.documents.map { " Documents: " + $0.words + "." } ?? "")
        }
    }
}

extension HubAdministration.Backup {
    fileprivate func json(file: String?) -> JSONValue {
        [
            "workspace": .string(workspace), "file": .optional(file),
            "position": ["timeline": .string("\(timeline)"), "seq": .integer(Int64(position))],
            "warnings": .strings(warnings), "documents": documents.map(\.json) ?? .null,
        ]
    }
}

extension HubAdministration.CopiedDocuments {
    fileprivate var words: String {
        let parts = [
            "\(copied == 1 ? "1 document" : "\(copied) documents") copied, "
                + "\(ByteCount(copiedBytes))",
            "\(present) there before",
        ]
        let rest = [
            missing > 0 ? "\(missing) not found: laptops that have them bring them" : nil,
            damaged.isEmpty ? nil : "\(damaged.count) damaged",
        ].compactMap { $0 }
        return (parts + rest).joined(separator: ", ")
    }

    fileprivate var json: JSONValue {
        [
            "copied": .integer(Int64(copied)), "bytes": .integer(copiedBytes),
            "present": .integer(Int64(present)), "missing": .integer(Int64(missing)),
            "damaged": .strings(damaged),
        ]
    }
}

extension String {
    /// A path as somebody typed it, from the root on.
    fileprivate var absolutePath: String {
        URL(fileURLWithPath: (self as NSString).expandingTildeInPath).path
    }
}
