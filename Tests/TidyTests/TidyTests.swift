// The norms of the house, held against every file of the repository.

import Foundation
import Testing

@Suite struct `The repository is tidy` {
    private let swiftFiles = Repository.swiftFiles
    private let codeFiles = Repository.files.filter(Sizes.isCode)
    private let pages = Repository.files.filter { $0.path.hasSuffix(".md") }

    @Test func `its files are found at all`() {
        #expect(Repository.file("Package.swift") != nil)
        #expect(Repository.file("scripts/test") != nil)
        #expect(swiftFiles.count > 20)
    }

    @Test func `no file is longer than five hundred lines`() {
        expectNone(codeFiles.flatMap(Sizes.fileFindings))
    }

    @Test func `no function is longer than seventy lines`() {
        expectNone(swiftFiles.flatMap(Sizes.functionFindings))
    }

    @Test func `no line of code is wider than a hundred columns`() {
        expectNone(codeFiles.flatMap(Sizes.columnFindings))
    }

    @Test func `every file opens with a sentence`() {
        // Package.swift must open with the version of its tools.
        let files = codeFiles.filter { $0.name != "Package.swift" && $0.name != "module.modulemap" }
        expectNone(files.flatMap(Wording.openingFindings))
    }

    @Test func `nothing is left over`() {
        expectNone(Repository.files.flatMap(Wording.leftoverFindings))
    }

    @Test func `no file names a path of one machine`() {
        expectNone(Repository.files.flatMap(Wording.machinePathFindings))
    }

    @Test func `no type has a name that says nothing`() {
        expectNone(swiftFiles.flatMap(Wording.nameFindings))
    }

    @Test func `every public type is explained`() {
        expectNone(
            swiftFiles.filter { $0.path.hasPrefix("Sources/") }
                .flatMap(Wording.documentationFindings))
    }

    @Test func `imports run downwards and stay in their folders`() {
        expectNone(swiftFiles.flatMap(importFindings))
    }

    @Test(arguments: ["scripts/run", "scripts/test", "scripts/format", ".ci/run"])
    func `a script can be run`(path: String) {
        let url = Repository.root.appending(path: path)
        #expect(FileManager.default.isExecutableFile(atPath: url.path))
    }

    @Test func `the path of one change can be walked`() throws {
        let readme = try #require(Repository.file("README.md"))
        expectNone(Documents.pathSectionFindings(in: readme, exists: Repository.exists))
    }

    @Test func `every file that a page names exists`() {
        #expect(pages.count >= 4)
        expectNone(pages.flatMap { Documents.linkFindings(in: $0, exists: Repository.exists) })
    }

    @Test func `every limit is documented with its value`() throws {
        let limits = try #require(Repository.file("Sources/SyncEngine/Limits.swift"))
        let page = try #require(Repository.file("specs/limits.md"))
        expectNone(Documents.limitFindings(in: limits, page: page))
    }

    @Test func `every promise names tests that exist`() throws {
        let page = try #require(Repository.file("specs/promises.md"))
        let names = Documents.testNames(in: swiftFiles)
        expectNone(Documents.promiseFindings(in: page, testNames: names))
    }

    @Test func `every golden vector is used by a test`() {
        let tests = swiftFiles.filter {
            $0.path.hasPrefix("Tests/") && !$0.path.hasPrefix("Tests/TidyTests/")
        }
        let vectors = Repository.files.filter { $0.path.hasPrefix("specs/vectors/") }
        expectNone(
            Documents.vectorFindings(vectors.filter { $0.name != "README.md" }, tests: tests))
    }
}
