// A disk that can be filled, for real, without filling the machine's.

import Foundation

/// A file system in memory, as small as a test wants it.
struct SmallDisk {
    let path: String
    private var filler: String { path + "/filler" }

    /// Whether this user may mount one; else tests say that they were skipped, and why.
    static let canMount: Bool = {
        let disk = SmallDisk(megabytes: 1)
        defer { disk?.unmount() }
        return disk != nil
    }()

    /// - Returns: `nil` where this user may not mount.
    init?(megabytes: Int) {
        path = NSTemporaryDirectory() + "syncd-disk-" + UUID().uuidString
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m,mode=0700") == 0 else {
            rmdir(path)
            return nil
        }
    }

    /// Takes the space until only so much is left.
    func fill(leavingBytes left: Int) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: path)
        let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try Data(count: max(0, free - left)).write(to: URL(fileURLWithPath: filler))
    }

    func empty() throws { try FileManager.default.removeItem(atPath: filler) }

    func unmount() {
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }
}
