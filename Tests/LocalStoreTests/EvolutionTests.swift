// What an older version did not understand is kept, and understood when the newer one opens the
// file.

import SyncEngine
import Testing

@testable import LocalStore

@Suite struct EvolutionTests {
    @Test func `unknown fields, entities and names survive an older laptop`() throws {
        let world = try TestWorld()
        let newer = try world.laptop()
        let older = try world.laptop(schema: .olderNotes)
        let key = try newer.note([
            Note.title: .text("new"), Note.body: .text("b"), Note.status: .integer(1),
        ])
        _ = try newer.write { writer in
            try writer.create(Remark.entity, [Remark.note: .row(key.row), Remark.text: .text("r")])
        }
        try world.sync(newer)
        try world.sync(older)
        let row = try #require(try older.read { try $0.row(key) })
        #expect(row.value(Note.title) == .text("new"))
        #expect(row.value(Note.status) == .integer(1))
        #expect(try older.column("status", of: key) == .text("#1"))
        #expect(try older.digest() == world.hub.digest())
        try older.set(key, Note.body, .text("edited"))
        try world.sync(older)
        try world.sync(newer)
        #expect(try newer.value(key, Note.title) == .text("new"))
        #expect(try newer.value(key, Note.body) == .text("edited"))
        #expect(try newer.digest() == older.digest())
    }

    @Test func `a file is understood when a newer version opens it, after a backup`() throws {
        let world = try TestWorld()
        let directory = TestDirectory()
        let newer = try world.laptop()
        let key = try newer.note([Note.title: .text("new"), Note.status: .integer(1)])
        let remark = try newer.write { writer in
            try writer.create(Remark.entity, [Remark.note: .row(key.row), Remark.text: .text("r")])
        }
        try world.sync(newer)
        let old = try LocalStore.create(
            in: directory.path, schema: .olderNotes, identity: try world.enroll(),
            environment: world.environment)
        try world.sync(old)
        let waiting = try old.note([Note.body: .text("waiting")])
        let digest = try old.digest()
        try old.close()

        let store = try LocalStore.open(
            in: directory.path, schema: .notes, environment: world.environment)
        #expect(try store.column("title", of: key) == .text("new"))
        #expect(try store.column("status", of: key) == .text("done"))
        #expect(try store.value(waiting, Note.body) == .text("waiting"))
        let texts = try store.read { try $0.select("SELECT text FROM remark") }
        #expect(texts.map { $0["text"] } == [.text("r")])
        #expect(try store.read { try $0.row(RowKey(Remark.entity, remark.value)) } != nil)
        #expect(try store.digest() == digest)
        #expect(try store.shownEqualsRules())
        let backup = try #require(directory.names.first { $0.contains(".before-") })
        #expect(directory.mode("/" + backup) == 0o600)
        try store.close()

        let names = directory.names
        try LocalStore.open(in: directory.path, schema: .notes).close()
        #expect(directory.names == names)
    }

    @Test func `a backup is a replica that the older version can open`() throws {
        let directory = TestDirectory()
        let elsewhere = TestDirectory()
        let old = try LocalStore.create(
            in: directory.path, schema: .olderNotes,
            identity: .test(ReplicaOrdinal(2).unsafelyUnwrapped))
        let key = try old.note([Note.body: .text("b")])
        try old.close()
        try LocalStore.open(in: directory.path, schema: .notes).close()
        let backup = try #require(directory.names.first { $0.contains(".before-") })
        elsewhere.write(directory.bytes("/" + backup), "/replica.sqlite")
        let restored = try LocalStore.open(in: elsewhere.path, schema: .olderNotes)
        #expect(try restored.value(key, Note.body) == .text("b"))
        #expect(try restored.read { try $0.unsent() }.count == 1)
    }

    @Test func `a file of a newer schema is refused untouched`() throws {
        let directory = TestDirectory()
        let store = try LocalStore.create(
            in: directory.path, schema: .notes,
            identity: .test(ReplicaOrdinal(2).unsafelyUnwrapped))
        _ = try store.note()
        try store.close()
        let before = directory.bytes("/replica.sqlite")
        let error = #expect(throws: StoreError.self) {
            try LocalStore.open(in: directory.path, schema: .olderNotes)
        }
        #expect(error?.code == .newerFile)
        #expect(directory.bytes("/replica.sqlite") == before)
    }

    @Test func `a store that a newer version has overtaken writes no more`() throws {
        let directory = TestDirectory()
        let old = try LocalStore.create(
            in: directory.path, schema: .olderNotes,
            identity: .test(ReplicaOrdinal(2).unsafelyUnwrapped))
        let key = try old.note([Note.body: .text("b")])
        let newer = try LocalStore.open(in: directory.path, schema: .notes)
        try newer.set(key, Note.title, .text("kept in a column"))
        let error = #expect(throws: StoreError.self) {
            try old.set(key, Note.body, .text("c"))
        }
        #expect(error?.code == .newerFile)
        #expect(try newer.value(key, Note.title) == .text("kept in a column"))
    }

    @Test func `a backup that was cut off is made anew`() throws {
        let directory = TestDirectory()
        let old = try LocalStore.create(
            in: directory.path, schema: .olderNotes,
            identity: .test(ReplicaOrdinal(2).unsafelyUnwrapped))
        try old.close()
        directory.write([1, 2, 3], "/replica.sqlite.before-7-v7-s1-r1.part")
        try LocalStore.open(in: directory.path, schema: .notes).close()
        #expect(directory.bytes("/replica.sqlite.before-7-v7-s1-r1").count > 4_096)
        #expect(directory.mode("/replica.sqlite.before-7-v7-s1-r1.part") == nil)
    }
}
