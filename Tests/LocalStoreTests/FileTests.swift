// Files of a replica: private, refused when newer or damaged, shared by lock, migrated after a
// backup.

import CSQLite
import Glibc
import SyncEngine
import Testing

@testable import LocalStore

@Suite struct FileTests {
    let directory = TestDirectory()
    let identity = ReplicaIdentity.test(ReplicaOrdinal(2).unsafelyUnwrapped)

    private func create(_ schema: Schema = .notes) throws -> LocalStore {
        try .create(in: directory.path, schema: schema, identity: identity)
    }

    private func reopen(_ schema: Schema = .notes) throws -> LocalStore {
        try .open(in: directory.path, schema: schema)
    }

    @Test func `a replica is there again after it was closed`() throws {
        let store = try create()
        let key = try store.note([Note.title: .text("kept")])
        try store.setSetting("theme", "dark")
        try store.close()
        let again = try reopen()
        #expect(again.identity == identity)
        #expect(try again.value(key, Note.title) == .text("kept"))
        #expect(try again.setting("theme") == "dark")
        try again.setSetting("theme", nil)
        #expect(try again.setting("theme") == nil)
        #expect(try again.note().row.number == 2)
    }

    @Test func `nobody else can read the files`() throws {
        let store = try create()
        _ = try store.note()
        #expect(directory.mode("") == 0o700)
        for file in ["/replica.sqlite", "/replica.sqlite-wal", "/replica.lock"] {
            #expect(directory.mode(file) == 0o600, "\(file)")
        }
    }

    @Test func `a second replica in one directory is refused`() throws {
        let store = try create()
        let error = #expect(throws: StoreError.self) { try create() }
        #expect(error?.code == .alreadyExists)
        #expect(try store.note().row.number == 1)
    }

    @Test func `a directory without a replica is not found`() throws {
        let error = #expect(throws: StoreError.self) { try reopen() }
        #expect(error?.code == .notFound)
        #expect(directory.mode("/replica.sqlite") == nil)
    }

    @Test func `pages that waited in a file of an older version are asked for again`() throws {
        let store = try create()
        let key = try store.note([Note.title: .text("kept")])
        try store.close()
        try directory.execute(
            """
            DROP TABLE staged;
            CREATE TABLE staged (
                start INTEGER PRIMARY KEY, end INTEGER NOT NULL, page BLOB NOT NULL);
            INSERT INTO staged VALUES (0, 7, x'00');
            ALTER TABLE former_ordinal DROP COLUMN cause;
            DROP TABLE unit_origin; DROP TABLE lost_unit; DROP TABLE lost_row;
            PRAGMA user_version = 4; PRAGMA wal_checkpoint(TRUNCATE)
            """)
        let again = try reopen()
        #expect(try again.position().staged == nil)
        #expect(try again.value(key, Note.title) == .text("kept"))
    }

    @Test func `a file of a newer version is refused untouched`() throws {
        let store = try create()
        _ = try store.note()
        try store.close()
        try directory.execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
        let before = directory.bytes("/replica.sqlite")
        let error = #expect(throws: StoreError.self) { try reopen() }
        #expect(error?.code == .newerFile)
        #expect(error?.retry == .afterUser)
        #expect(directory.bytes("/replica.sqlite") == before)
    }

    @Test func `a file that is no database, or another's, is unreadable`() throws {
        directory.write(Array("not a database at all, only text".utf8), "/replica.sqlite")
        let text = #expect(throws: StoreError.self) { try reopen() }
        directory.write([], "/replica.sqlite")
        try directory.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)")
        let other = #expect(throws: StoreError.self) { try reopen() }
        #expect(text?.code == .unreadable)
        #expect(other?.code == .unreadable)
    }

    @Test func `a damaged page is reported as damage`() throws {
        let store = try create()
        for _ in 0..<200 {
            _ = try store.note([Note.body: .text(String(repeating: "x", count: 500))])
        }
        try store.close()
        var bytes = directory.bytes("/replica.sqlite")
        for index in 20 * 4_096..<bytes.count { bytes[index] = 0xAA }
        directory.write(bytes, "/replica.sqlite")
        directory.remove("/replica.sqlite-wal")
        let error = #expect(throws: StoreError.self) {
            let damaged = try reopen()
            _ = try damaged.read { try $0.select("SELECT sum(length(body)) AS n FROM note") }
            _ = try damaged.digest()
        }
        #expect(error?.code == .corrupt)
    }

    @Test func `two stores on one file take turns and see each other's work`() throws {
        let one = try create()
        let two = try reopen()
        for index in 0..<20 {
            let key = try (index % 2 == 0 ? one : two).note()
            #expect(key.row.number == UInt64(index + 1))
        }
        #expect(one.noticeForeignCommits())
        #expect(!one.noticeForeignCommits())
        #expect(try one.outbox(after: 0, maximumUnits: 99, maximumBytes: 9_999).count == 20)
    }

    @Test func `a writer waits for the lock of another process`() throws {
        let store = try create()
        let other = open(directory.path + "/replica.lock", O_RDWR | O_CLOEXEC)
        defer { close(other) }
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        #expect(try store.read { try $0.select("SELECT 1 AS one") }.count == 1)
        let free = try #require(store.file.lock).tryAcquire()
        flock(other, LOCK_UN)
        #expect(!free)
        #expect(try store.note().row.number == 1)
    }

    @Test func `one process at a time holds the right to sync`() throws {
        let one = try create()
        let two = try reopen()
        let lock = try #require(try one.trySyncLock())
        #expect(try two.trySyncLock() == nil)
        lock.close()
        #expect(try two.trySyncLock() != nil)
    }

    @Test func `closing moves no page without the lock`() throws {
        let store = try create()
        _ = try store.note()
        #expect(directory.bytes("/replica.sqlite-wal").count > 0)
        try store.checkpoint()
        try store.close()
        #expect(directory.mode("/replica.sqlite-wal") == 0o600)
    }

    @Test func `a full disk refuses the edit and keeps what was there`() throws {
        let store = try create()
        let key = try store.note()
        try store.limitPages()
        let error = #expect(throws: StoreError.self) {
            for _ in 0..<100 {
                try store.set(key, Note.body, .text(String(repeating: "x", count: 100_000)))
            }
        }
        #expect(error?.code == .diskFull)
        #expect(try store.value(key, Note.title) == .text("note"))
        let unsent = try store.read { try $0.unsent() }
        #expect(unsent.map(\.dot.counter) == (1...UInt64(unsent.count)).map { $0 })
    }
}

extension LocalStore {
    /// Makes the file's disk seem nearly full.
    fileprivate func limitPages() throws {
        try inTransaction { database in
            let pages = try database.integer("PRAGMA page_count")
            _ = try database.integer("PRAGMA max_page_count = \(pages + 10)")
        }
    }
}

/// A directory of its own for a test, gone with it.
final class TestDirectory {
    let path: String

    init() {
        var template = Array("/tmp/localstore-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
    }

    deinit { Self.remove(path) }

    var names: [String] { DocumentFolder.names(in: path) }

    private static func remove(_ path: String) {
        for name in DocumentFolder.names(in: path) { remove(path + "/" + name) }
        if unlink(path) != 0 { rmdir(path) }
    }

    /// The rights of a file, or `nil` if there is none.
    func mode(_ file: String) -> mode_t? {
        var status = stat()
        return stat(path + file, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    func bytes(_ file: String) -> [UInt8] {
        guard let handle = fopen(path + file, "rb") else { return [] }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }

    func write(_ bytes: [UInt8], _ file: String) {
        guard let handle = fopen(path + file, "wb") else { return }
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
    }

    func remove(_ file: String) { unlink(path + file) }

    /// Runs SQL on the file through a connection of its own.
    func execute(_ sql: String) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        guard sqlite3_open(path + "/replica.sqlite", &connection) == SQLITE_OK,
            sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK
        else { throw StoreError(.failed, String(cString: sqlite3_errmsg(connection))) }
    }
}
