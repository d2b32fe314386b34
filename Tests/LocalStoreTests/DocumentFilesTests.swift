// The bytes of documents on a disk: whole or absent, whatever is cut, killed, full or garbled.

import Glibc
import SyncEngine
import Testing

@testable import LocalStore

@Suite struct DocumentFilesTests {
    let directory = TestDirectory()
    var files: DocumentFiles {
        DocumentFiles(path: directory.path + "/documents", reservedDiskBytes: 0)
    }

    private func takeIn(_ bytes: [UInt8]) throws -> StoredContent {
        directory.write(bytes, "/file")
        return try files.takeIn(fileAt: directory.path + "/file")
    }

    private func bytes(_ hash: ContentHash) throws -> [UInt8]? {
        guard let document = try files.open(hash) else { return nil }
        return try document.read(at: 0, count: Int(document.size))
    }

    private func append(
        _ bytes: some Collection<UInt8>, to partial: PartialDocument, at offset: Int64
    ) throws {
        try Array(bytes).withUnsafeBytes { try partial.append($0, at: offset) }
    }

    @Test func `a document is named by the hash of its bytes, and is there once`() throws {
        let stored = try takeIn(Array("abc".utf8))
        #expect(
            stored.hash.description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try takeIn(Array("abc".utf8)).hash == stored.hash)
        #expect(try takeIn([]).size == 0)
        #expect(files.all().map(\.size).sorted() == [0, 3])
        #expect(try bytes(stored.hash) == Array("abc".utf8))
    }

    @Test func `nobody else can read documents, and none can be written`() throws {
        let stored = try takeIn(Array("abc".utf8))
        let shelf = "/documents/" + stored.hash.description.prefix(2)
        for folder in ["/documents", "/documents/partial", shelf] {
            #expect(directory.mode(folder) == 0o700)
        }
        #expect(directory.mode(shelf + "/\(stored.hash)") == 0o600)
    }

    @Test func `any stretch of a document can be read, and nothing beyond its end`() throws {
        let stored = try takeIn(Array(0..<200))
        let document = try #require(try files.open(stored.hash))
        #expect(document.size == 200)
        #expect(try document.read(at: 190, count: 5) == [190, 191, 192, 193, 194])
        #expect(try document.read(at: 198, count: 50) == [198, 199])
        #expect(try document.read(at: 900, count: 5) == [])
        files.remove(stored.hash)
        #expect(try document.read(at: 0, count: 2) == [0, 1])
        #expect(try files.open(stored.hash) == nil)
    }

    @Test func `what is no file, or not there, is refused`() throws {
        #expect(throws: StoreError.self) { try files.takeIn(fileAt: directory.path) }
        let missing = #expect(throws: StoreError.self) {
            try files.takeIn(fileAt: directory.path + "/none")
        }
        #expect(missing?.code == .notFound)
        mkfifo(directory.path + "/pipe", 0o600)
        let pipe = #expect(throws: StoreError.self) {
            try files.takeIn(fileAt: directory.path + "/pipe")
        }
        #expect(pipe?.code == .unreadable)
        #expect(files.all().isEmpty)
    }

    @Test func `a transfer goes on where it was left, and is seen only when it is whole`() throws {
        let whole = (0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let hash = try takeIn(whole).hash
        files.remove(hash)
        for start in stride(from: Int64(0), to: 3_000, by: 1_000) {
            // Each piece by another holder, as after a kill.
            let partial = try files.partial(of: hash, size: 3_000, from: "7")
            #expect(try partial.received() == start)
            #expect(files.received(of: hash, from: "7") == start)
            #expect(throws: StoreError.self) { try partial.finish() }
            try append(whole[Int(start)..<Int(start) + 1_000], to: partial, at: start)
            #expect(files.size(of: hash) == nil)
        }
        try files.partial(of: hash, size: 3_000, from: "7").finish()
        #expect(try bytes(hash) == whole)
        #expect(files.received(of: hash, from: "7") == 0)
    }

    @Test func `bytes that are not those of the hash never get its name`() throws {
        let hash = try takeIn(Array("abc".utf8)).hash
        files.remove(hash)
        let partial = try files.partial(of: hash, size: 3, from: "7")
        try append(Array("abd".utf8), to: partial, at: 0)
        let error = #expect(throws: StoreError.self) { try partial.finish() }
        #expect(error?.code == .badValue)
        #expect(files.size(of: hash) == nil)
        #expect(files.received(of: hash, from: "7") == 0)
    }

    @Test func `a sender's transfer is not another's, and each goes on at its own place`() throws {
        let hash = try takeIn(Array("abc".utf8)).hash
        files.remove(hash)
        let bad = try files.partial(of: hash, size: 3, from: "8")
        let good = try files.partial(of: hash, size: 3, from: "7")
        try append(Array("xx".utf8), to: bad, at: 0)
        try append(Array("ab".utf8), to: good, at: 0)
        let late = #expect(throws: StoreError.self) {
            try append(Array("b".utf8), to: good, at: 1)
        }
        #expect(late?.code == .outdated)
        let long = #expect(throws: StoreError.self) {
            try append(Array("cd".utf8), to: good, at: 2)
        }
        #expect(long?.code == .tooLarge)
        try append(Array("c".utf8), to: good, at: 2)
        try good.finish()
        #expect(try bytes(hash) == Array("abc".utf8))
    }

    @Test func `whoever comes too late can neither finish nor spoil what is finished`() throws {
        let hash = try takeIn(Array("abc".utf8)).hash
        files.remove(hash)
        let late = try files.partial(of: hash, size: 3, from: "7")
        let quick = try files.partial(of: hash, size: 3, from: "7")
        try append(Array("abc".utf8), to: quick, at: 0)
        try quick.finish()
        #expect(throws: StoreError.self) { try append(Array("z".utf8), to: late, at: 0) }
        // Another transfer of that name has begun meanwhile: it is not taken for this one.
        let third = try files.partial(of: hash, size: 3, from: "7")
        try append(Array("z".utf8), to: third, at: 0)
        #expect(throws: StoreError.self) { try late.finish() }
        try late.discard()
        #expect(try third.received() == 1)
        #expect(try bytes(hash) == Array("abc".utf8))
        #expect(try #require(try files.open(hash)).isIntact())
    }

    @Test func `a transfer that is longer than its document begins anew`() throws {
        let hash = try takeIn(Array("abc".utf8)).hash
        files.remove(hash)
        try append(
            Array("abcdef".utf8), to: files.partial(of: hash, size: 6, from: "7"), at: 0)
        let partial = try files.partial(of: hash, size: 3, from: "7")
        #expect(try partial.received() == 0)
        try append(Array("abc".utf8), to: partial, at: 0)
        try partial.finish()
        #expect(files.size(of: hash) == 3)
    }

    @Test func `a document beyond the limit is refused before it is stored`() throws {
        let size = Limits.maximumDocumentBytes + 1
        let intake = #expect(throws: StoreError.self) { try files.beginIntake(of: size) }
        #expect(intake?.code == .tooLarge)
        let hash = try takeIn([]).hash
        let partial = #expect(throws: StoreError.self) {
            try files.partial(of: hash, size: size, from: "7")
        }
        #expect(partial?.code == .tooLarge)
    }

    @Test func `a document that would fill the disk is refused, and the rest stays`() throws {
        let stored = try takeIn(Array("abc".utf8))
        let careful = DocumentFiles(
            path: directory.path + "/documents", reservedDiskBytes: .max - 10)
        let intake = #expect(throws: StoreError.self) {
            try careful.takeIn(fileAt: directory.path + "/file")
        }
        #expect(intake?.code == .diskFull)
        let partial = #expect(throws: StoreError.self) {
            try careful.partial(of: stored.hash, size: 9, from: "7")
        }
        #expect(partial?.code == .diskFull)
        #expect(try bytes(stored.hash) == Array("abc".utf8))
    }

    @Test func `what was left behind is taken away after its time, not before`() throws {
        let hash = try takeIn(Array("abc".utf8)).hash
        files.remove(hash)
        try append(Array("ab".utf8), to: files.partial(of: hash, size: 3, from: "7"), at: 0)
        directory.write([1], "/documents/partial/new-1")
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        files.removeOldPartials(now: Int64(now.tv_sec))
        #expect(files.received(of: hash, from: "7") == 2)
        files.removeOldPartials(
            now: Int64(now.tv_sec) + DocumentLimits.partialLifetimeSeconds + 5)
        #expect(files.received(of: hash, from: "7") == 0)
        #expect(DocumentFolder.names(in: directory.path + "/documents/partial").isEmpty)
    }

    @Test func `an intake that is given up leaves nothing`() throws {
        do {
            let intake = try files.beginIntake()
            try Array("abc".utf8).withUnsafeBytes { try intake.append($0) }
        }
        #expect(DocumentFolder.names(in: directory.path + "/documents/partial").isEmpty)
        #expect(files.all().isEmpty)
    }

    @Test func `a hash has one spelling`() {
        let good = String(repeating: "0a", count: 32)
        #expect(ContentHash(good)?.description == good)
        for bad in [good.uppercased(), good + "0", String(good.dropLast()), "../" + good, ""] {
            #expect(ContentHash(bad) == nil)
        }
    }
}

@Suite struct DocumentEvictionTests {
    let directory = TestDirectory()

    private func store() throws -> LocalStore {
        try .create(
            in: directory.path, schema: .notes,
            identity: .test(ReplicaOrdinal(2).unsafelyUnwrapped))
    }

    /// Stores documents of 10 bytes, used one after the other, long ago.
    private func fill(_ store: LocalStore, _ count: UInt8) throws -> [ContentHash] {
        let files = try #require(store.documents)
        return try (0..<count).map { number in
            let intake = try files.beginIntake()
            try [UInt8](repeating: number, count: 10).withUnsafeBytes { try intake.append($0) }
            let hash = try intake.finish().hash
            let time = timespec(tv_sec: 1_000 + Int(number), tv_nsec: 0)
            utimensat(AT_FDCWD, files.folder.content(hash), [time, time], 0)
            return hash
        }
    }

    @Test func `the least recently used go first, until what is here fits`() throws {
        let store = try store()
        let hashes = try fill(store, 4)
        try store.noteAtHub(hashes)
        store.documents?.noteUse(of: hashes[0])
        let gone = try store.evictDocuments(beyond: 25, keeping: [], named: Set(hashes))
        #expect(gone.map(\.hash) == [hashes[1], hashes[2]])
        #expect(store.documents?.all().count == 2)
    }

    @Test func `what goes last goes after everything else, and goes`() throws {
        let store = try store()
        let hashes = try fill(store, 4)
        try store.noteAtHub(hashes)
        func evict(_ limit: Int64) throws -> [ContentHash] {
            try store.evictDocuments(
                beyond: limit, keeping: [], last: [hashes[0], hashes[1]], named: Set(hashes)
            ).map(\.hash)
        }
        #expect(try evict(25) == [hashes[2], hashes[3]])
        #expect(try evict(10) == [hashes[0]])
    }

    @Test func `what the hub is not known to have never goes, and what is kept stays`() throws {
        let store = try store()
        let hashes = try fill(store, 3)
        try store.noteAtHub([hashes[1], hashes[2]])
        let gone = try store.evictDocuments(
            beyond: 0, keeping: [hashes[1]], named: Set(hashes))
        #expect(gone.map(\.hash) == [hashes[2]])
        #expect(try store.read { try $0.isAtHub(hashes[1]) })
        #expect(try !store.read { try $0.isAtHub(hashes[0]) })
    }

    @Test func `bytes of no row go when they are old, not while a row may be coming`() throws {
        let store = try store()
        let hashes = try fill(store, 2)
        store.documents?.noteUse(of: hashes[1])
        let gone = try store.evictDocuments(beyond: 1_000, keeping: [], named: [])
        #expect(gone.map(\.hash) == [hashes[0]])
    }

    @Test func `what another timeline's hub had says nothing of this one's`() throws {
        let store = try store()
        let hashes = try fill(store, 1)
        try store.noteAtHub(hashes)
        try store.inTransaction { try $0.setMeta(.timeline, .integer(99)) }
        #expect(try !store.read { try $0.isAtHub(hashes[0]) })
        #expect(try store.read { try $0.contentsAtHub() }.isEmpty)
        #expect(try store.evictDocuments(beyond: 0, keeping: [], named: Set(hashes)).isEmpty)
    }
}
