// The hub's files: one directory, in it one directory a workspace, and a lock for the one that
// serves.

internal import Foundation

/// Where a hub keeps its workspaces: `<path>/workspaces/<name>/`.
struct HubDirectory: Sendable {
    let path: String

    private var workspaces: String { path + "/workspaces" }

    /// The workspaces that exist, sorted by name.
    func names() -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: workspaces)) ?? []
        return entries.filter { Self.isWorkspaceName($0) && exists($0) }.sorted()
    }

    func exists(_ workspace: String) -> Bool {
        FileManager.default.fileExists(atPath: folder(of: workspace) + "/" + Self.databaseName)
    }

    /// What the store calls its file; a folder without one is no workspace.
    private static let databaseName = "replica.sqlite"

    func folder(of workspace: String) -> String { workspaces + "/" + workspace }

    /// The workspace that a command means: the one it names, or the only one.
    func chosen(_ name: String?) throws(HubError) -> String {
        let names = names()
        if let name {
            guard names.contains(name) else { throw .unknownWorkspace(name, of: names) }
            return name
        }
        guard let first = names.first else { throw .noWorkspace(in: path) }
        guard names.count == 1 else { throw .severalWorkspaces(names) }
        return first
    }

    /// Makes the directory, for this user alone.
    func create() throws(HubError) {
        do {
            try FileManager.default.createDirectory(
                atPath: workspaces, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HubError(
                .failed, "The directory \(path) cannot be made",
                hint: "Check its path, its rights and the disk.")
        }
    }

    /// Letters, digits, dash, underscore: a name that is a directory's name everywhere.
    static func isWorkspaceName(_ name: String) -> Bool {
        let isWord: (UInt8) -> Bool = { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        let dash = UInt8(ascii: "-")
        let underscore = UInt8(ascii: "_")
        guard let first = name.utf8.first, name.utf8.count <= HubLimits.workspaceNameBytes else {
            return false
        }
        return isWord(first)
            && name.utf8.allSatisfy { isWord($0) || $0 == dash || $0 == underscore }
    }
}
