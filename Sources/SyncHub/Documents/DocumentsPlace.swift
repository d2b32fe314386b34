// Documents on another disk than the database: a folder of the operator's choice, in which each
// workspace has one, and to which a link leads from where documents are by default.

internal import Foundation
internal import LocalStore
internal import SyncEngine

/// Where a hub's documents are.
///
/// By default each workspace keeps them beside its database. A chosen folder is noted in the hub's
/// directory, and bears a mark of this hub, so that an empty mount point is not taken for a disk,
/// nor the folder of one hub for another's. Everything else that reads documents follows the link.
struct DocumentsPlace {
    let directory: HubDirectory

    /// Identity and folder; `nil` while documents are beside their databases.
    private var note: (hub: String, folder: String)? {
        let bytes = FileManager.default.contents(atPath: notePath) ?? Data()
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.count == 2 ? (lines[0], lines[1]) : nil
    }

    private var notePath: String { directory.path + "/documents.place" }
    private static let mark = "syncd-documents"

    /// Chooses a folder for the documents of all workspaces; ``settle(_:)`` moves them there.
    /// - Throws: ``HubError`` for a folder that is not this hub's alone.
    func choose(_ folder: String, random: () -> UInt64) throws(HubError) {
        let hub = note?.hub ?? String(random(), radix: 16) + String(random(), radix: 16)
        try Self.makeFolder(folder)
        guard let path = realpath(folder, nil) else { throw .place(folder, "cannot be found") }
        defer { free(path) }
        let folder = String(cString: path)
        guard !Self.isWithin(folder, directory.path), !folder.contains("\n") else {
            throw .place(folder, "is inside of the hub's own directory")
        }
        try Self.checkPrivate(folder)
        if let other = Self.markedHub(folder) {
            guard other == hub else { throw .place(folder, "has another hub's documents") }
        } else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            guard names.allSatisfy({ $0 == "lost+found" }) else {
                throw .place(folder, "is neither empty nor a folder for documents")
            }
            try Self.write(hub, to: folder + "/" + Self.mark)
        }
        try Self.write(hub + "\n" + folder, to: notePath)
    }

    /// Sees to it that a workspace's documents are where they are to be: moves what is elsewhere,
    /// verified byte for byte, and goes on with a move that was cut. Before the workspace is open.
    /// - Returns: how many documents were moved.
    /// - Throws: ``HubError`` if the folder is not there; nothing is changed then.
    @discardableResult
    func settle(_ workspace: String) throws(HubError) -> Int {
        guard let (hub, folder) = note else { return 0 }
        guard Self.markedHub(folder) == hub else {
            throw .place(folder, "is not there, or is not this hub's")
        }
        try Self.checkPrivate(folder)
        let link = directory.folder(of: workspace) + "/documents"
        let aside = link + ".moved"
        let target = folder + "/" + workspace
        try Self.makeFolder(target)
        var moved = 0
        var isWhole = true
        let current = Self.target(of: link)
        if current != target {
            let source = current ?? link
            (moved, isWhole) = try Self.copy(source, to: target)
            if current == nil, FileManager.default.fileExists(atPath: link) {
                guard rename(link, aside) == 0 else { throw .place(link, "cannot be moved") }
            }
            let draft = link + ".link"
            unlink(draft)
            guard symlink(target, draft) == 0, rename(draft, link) == 0 else {
                throw .place(link, "cannot be made a link")
            }
            if let current, isWhole { try? FileManager.default.removeItem(atPath: current) }
        }
        // Everything in it has its copy by now, also where the last move was cut here.
        if !isWhole { rename(aside, link + ".spoiled") }
        try? FileManager.default.removeItem(atPath: aside)
        return moved
    }

    /// Whether a workspace's documents can be reached: a link to a disk that is not there leads
    /// nowhere.
    static func isReachable(_ workspaceFolder: String) -> Bool {
        let link = workspaceFolder + "/documents"
        return target(of: link) == nil || FileManager.default.fileExists(atPath: link)
    }

    /// Copies all complete documents; what was copied before is there already.
    /// - Returns: how many, and whether none stayed behind: bytes that a disk has spoiled do, and
    ///   laptops bring them again.
    private static func copy(
        _ source: String, to target: String
    ) throws(HubError) -> (moved: Int, isWhole: Bool) {
        let (old, new) = (DocumentFiles(path: source), DocumentFiles(path: target))
        var count = 0
        var isWhole = true
        do {
            for content in old.all() where new.size(of: content.hash) != content.size {
                let shelf = content.hash.description.prefix(2)
                let taken = try new.takeIn(fileAt: "\(source)/\(shelf)/\(content.hash)")
                if taken.hash == content.hash {
                    count += 1
                } else {
                    isWhole = false
                    new.remove(taken.hash)
                }
            }
        } catch {
            throw HubError.from(error)
        }
        return (count, isWhole)
    }

    private static func target(of link: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    }

    private static func markedHub(_ folder: String) -> String? {
        FileManager.default.contents(atPath: folder + "/" + mark).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func isWithin(_ path: String, _ outer: String) -> Bool {
        guard let real = realpath(outer, nil) else { return false }
        defer { free(real) }
        let outer = String(cString: real)
        return path == outer || path.hasPrefix(outer + "/") || outer.hasPrefix(path + "/")
    }

    private static func makeFolder(_ path: String) throws(HubError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .place(path, "cannot be made: \(String(cString: strerror(errno)))")
    }

    private static func checkPrivate(_ path: String) throws(HubError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .place(path, "is no folder")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw .place(path, "can be read by others: it has to be the hub's own, mode 0700")
        }
    }

    /// Whole or not at all, for this user alone.
    private static func write(_ text: String, to path: String) throws(HubError) {
        let draft = path + ".new"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]),
            rename(draft, path) == 0
        else { throw .place(path, "cannot be written") }
    }
}

extension HubError {
    fileprivate static func place(_ path: String, _ what: String) -> HubError {
        HubError(
            .failed, "\(path) \(what)",
            hint: "Nothing was lost. Is its disk mounted? Else name another folder with "
                + "--documents.")
    }
}
