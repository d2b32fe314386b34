// What tests of documents share: files of any size, and a look at what lies in the stores.

import Foundation
import LocalStore
import Testing

extension TestWorkspace {
    /// Makes a file of random bytes that a seed gives.
    func file(_ name: String, bytes: Int, seed: UInt64) throws -> String {
        let path = path + "/" + name
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        var state = seed
        let block = (0..<131_072).map { _ -> UInt64 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
        var left = bytes
        var number: UInt64 = 0
        while left > 0 {
            // Blocks differ in their first bytes: no part of the file is like another.
            var piece = [number] + block.dropFirst()
            number += 1
            let data = piece.withUnsafeMutableBytes { Data($0.prefix(left)) }
            try file.write(contentsOf: data)
            left -= data.count
        }
        try file.close()
        return path
    }

    func file(_ name: String, _ content: [UInt8]) throws -> String {
        let path = path + "/" + name
        try Data(content).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The documents of a laptop or, by its folder, of the hub.
    func documents(of laptop: String) -> DocumentFiles {
        DocumentFiles(path: directory(laptop) + "/documents")
    }

    var hubDocuments: DocumentFiles {
        DocumentFiles(path: hubDirectory + "/workspaces/acme/documents")
    }

    /// Makes a ticket with a document on the laptop `office`.
    func attach(_ file: String, assignedTo member: String? = nil) async throws -> AttachedDocument {
        let options = member.map { ["--assignee", $0] } ?? []
        let ticket = try await on(
            "office", ["ticket", "new", "--title", "Pump"] + options)
        let id = try #require(ticket["id"]?.string)
        let made = try await on("office", "ticket", "attach", id, file)
        let shown = try await on("office", "ticket", "show", id)
        let document = try #require(shown["documents"]?[0])
        return AttachedDocument(
            ticket: id, id: try #require(made["id"]?.string),
            hash: try #require(document["sha256"]?.string.flatMap { ContentHash($0) }))
    }

    /// Where a laptop says that a document's bytes are.
    func place(_ document: AttachedDocument, on laptop: String) async throws -> String? {
        let shown = try await on(laptop, "ticket", "show", document.ticket)
        return shown["documents"]?.items
            .first { $0["id"]?.string == document.id }?["bytes"]?.string
    }
}

struct AttachedDocument: Sendable {
    let ticket: String
    let id: String
    let hash: ContentHash
}

/// Looks at stores again and again while a test runs: whatever bears a name there has to be whole.
final class WholenessWatch: Sendable {
    private let task: Task<[String], Never>

    init(_ stores: [DocumentFiles], size: Int64) {
        task = Task.detached {
            var broken: [String] = []
            while !Task.isCancelled {
                for content in stores.flatMap({ $0.all() }) where content.size != size {
                    broken.append("\(content)")
                }
                try? await Task.sleep(for: .milliseconds(3))
            }
            return broken
        }
    }

    /// What was found broken until now.
    func findings() async -> [String] {
        task.cancel()
        return await task.value
    }
}
