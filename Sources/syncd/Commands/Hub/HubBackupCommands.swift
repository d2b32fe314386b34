// `syncd hub backup` and `hub restore`: a workspace in one file, and back again.

import ArgumentParser
import Foundation
import SupportDesk
import SyncHub

struct HubBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
        "backup", "Save a workspace into one file, while the hub serves.",
        example: "hub backup /backup/acme-monday.syncd",
        "The file has the key of the receipts and the revoked devices in it, and is checked.")

    @Argument(help: "The file to make.", completion: .file()) var file: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let path = URL(fileURLWithPath: (file as NSString).expandingTildeInPath).path
        let backup = try hub.administration.backUp(to: path, workspace: hub.workspace)
        hub.options.output.show(backup.json(file: path)) {
            "Saved: \(backup.workspace) up to position \(backup.position), in \(path). "
                + "Keep it where nobody else can read it: the key in it signs for the hub."
        }
    }
}

struct HubRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        "restore", "Put a backup back; laptops then bring what it does not have.",
        example: "hub restore /backup/acme-monday.syncd",
        "The hub has to be stopped. What was there is kept beside it. --in-place is for files that "
            + "were copied back by other means.")

    @Argument(help: "The file that `hub backup` made.", completion: .file()) var file: String?
    @Flag(help: "Go on with the files that are there, as old ones.") var inPlace = false
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
                    from: URL(fileURLWithPath: (file as NSString).expandingTildeInPath).path)
            } else {
                try hub.administration.restoreInPlace(workspace: hub.workspace)
            }
        for warning in backup.warnings { hub.options.output.remark("Warning: " + warning) }
        hub.options.output.show(backup.json(file: file)) {
            "The workspace \(backup.workspace) goes on from position \(backup.position), on "
                + "timeline \(backup.timeline). Start the hub: every laptop gives back what it has "
                + "beyond that at its next sync, and `syncd hub status` names those that have not "
                + "yet."
        }
    }
}

extension HubAdministration.Backup {
    fileprivate func json(file: String?) -> JSONValue {
        [
            "workspace": .string(workspace), "file": .optional(file),
            "position": ["timeline": .string("\(timeline)"), "seq": .integer(Int64(position))],
            "warnings": .strings(warnings),
        ]
    }
}
