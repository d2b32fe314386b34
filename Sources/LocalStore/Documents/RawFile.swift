// One open file of the document store: reads and writes at offsets, with errors in our words.

import Glibc

/// A file descriptor that is closed with the object.
final class RawFile: Sendable {
    private let descriptor: Int32
    let path: String

    /// What identifies a file, whatever its name is by now.
    struct Status {
        let size: Int64
        let modifiedAt: Int64
        let isRegular: Bool
        fileprivate let device: dev_t
        fileprivate let inode: ino_t

        func isSameFile(as other: Status) -> Bool {
            device == other.device && inode == other.inode
        }
    }

    /// - Returns: `nil` if there is no such file.
    init?(_ path: String, _ flags: Int32) throws(StoreError) {
        // Not blocking, since somebody may name a pipe; for files it changes nothing.
        descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
        self.path = path
        guard descriptor < 0 else { return }
        guard errno == ENOENT else { throw .documentFile("open", path) }
        return nil
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    func status() throws(StoreError) -> Status {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .documentFile("look at", path) }
        return Status(status)
    }

    /// - Returns: `nil` if there is no file of that name.
    static func status(of path: String) -> Status? {
        var status = stat()
        return stat(path, &status) == 0 ? Status(status) : nil
    }

    /// Fills the buffer as far as the file goes.
    /// - Returns: The bytes read; fewer than asked only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StoreError)
        -> Int
    {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .documentFile("read", path) }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .documentFile("write", path) }
            done += count
        }
    }

    /// Cuts off what lies beyond `size`.
    func truncate(to size: Int64) { ftruncate(descriptor, off_t(size)) }

    /// Waits until the disk has the bytes.
    func synchronize() throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw .documentFile("save", path) }
    }

    /// Runs `body` while no other holder of this file runs its own, in whatever process.
    func withLock<T>(_ body: () throws(StoreError) -> T) throws(StoreError) -> T {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .documentFile("lock", path) }
        }
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// The hash of all its bytes, read in pieces.
    /// - Complexity: O(bytes); takes `DocumentLimits.pieceBytes` of memory.
    func hash() throws(StoreError) -> ContentHash {
        var hasher = ContentHasher()
        try forEachPiece { hasher.update($0) }
        return hasher.finish()
    }

    func forEachPiece(
        _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: DocumentLimits.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        var offset: Int64 = 0
        while case let count = try read(into: piece, at: offset), count > 0 {
            try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            offset += Int64(count)
        }
    }
}

extension RawFile.Status {
    fileprivate init(_ status: stat) {
        self.init(
            size: Int64(status.st_size), modifiedAt: Int64(status.st_mtim.tv_sec),
            isRegular: status.st_mode & S_IFMT == S_IFREG, device: status.st_dev,
            inode: status.st_ino)
    }
}

extension StoreError {
    /// What the system said of a document's file just now.
    static func documentFile(_ action: String, _ path: String) -> StoreError {
        let number = errno
        guard number != ENOSPC, number != EDQUOT else { return .noRoomForDocument }
        return StoreError(
            .failed, "Cannot \(action) \(path): \(String(cString: strerror(number))).",
            hint: "Check the disk and the rights of the folder.", retry: .afterUser)
    }

    static let noRoomForDocument = StoreError(
        .diskFull, "There is no room on the disk for this document; it was not stored.",
        hint: "Free some space and try again; everything else is as it was.", retry: .afterUser)
}
