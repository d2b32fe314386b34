// A directory on a real disk that is gone when the run ends.

import Foundation

/// Hands out paths in a directory of its own.
final class Scratch {
    private let root: URL
    private var last = 0

    init(in parent: String) throws {
        root = URL(filePath: parent).appending(path: "syncd-bench-\(getpid())")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    /// A path that nothing has.
    func path() -> String {
        last += 1
        return root.appending(path: String(last)).path
    }

    func copy(_ path: String) throws -> String {
        let copy = self.path()
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return copy
    }

    func remove(_ path: String) throws {
        for suffix in ["", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    static func bytes(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes[.size] as? Int else {
            throw BenchmarkFailure("\(path) has no size")
        }
        return size
    }

    func removeAll() { try? FileManager.default.removeItem(at: root) }
}
