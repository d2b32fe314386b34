// Where documents lie: finished ones by their hash, unfinished ones apart, nothing in between.

import Glibc

/// The paths of a document store, all within one folder, so that a rename is all it takes.
struct DocumentFolder: Sendable {
    let path: String

    /// `documents/ab/abcdef…`: complete, verified and durable, or not there.
    func content(_ hash: ContentHash) -> String { shelf(of: hash) + "/" + hash.description }

    private func shelf(of hash: ContentHash) -> String {
        path + "/" + hash.description.prefix(2)
    }

    /// Whatever is not complete yet.
    var partials: String { path + "/partial" }

    func partial(_ name: String) -> String { partials + "/" + name }

    /// Makes the folder, for this user alone.
    func make() throws(StoreError) {
        try Self.makeFolder(path)
        try Self.makeFolder(partials)
    }

    /// Gives a complete file its name, and makes both durable.
    func shelve(_ file: RawFile, as hash: ContentHash) throws(StoreError) {
        try file.synchronize()
        let shelf = shelf(of: hash)
        if try Self.makeFolder(shelf) { try Self.synchronizeFolder(path) }
        guard rename(file.path, content(hash)) == 0 else {
            throw .documentFile("put in place", file.path)
        }
        try Self.synchronizeFolder(shelf)
    }

    /// - Throws: `diskFull` if that many bytes would leave too little of the disk.
    func checkRoom(for bytes: Int64, reserved: Int64) throws(StoreError) {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else { throw .documentFile("look at", path) }
        let free = Int64(clamping: UInt64(disk.f_bavail) &* UInt64(disk.f_frsize))
        guard free - reserved >= bytes else { throw .noRoomForDocument }
    }

    /// The names in a folder; none if it is not there.
    static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // C spells the name as a tuple of 256 characters.
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// - Returns: whether it was made now.
    @discardableResult
    private static func makeFolder(_ path: String) throws(StoreError) -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw .documentFile("make the folder", path) }
        return false
    }

    private static func synchronizeFolder(_ path: String) throws(StoreError) {
        guard let folder = try RawFile(path, O_RDONLY | O_DIRECTORY) else {
            throw .documentFile("open the folder", path)
        }
        try folder.synchronize()
    }
}
