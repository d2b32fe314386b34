// Documents from one person's file to another's: whatever they are called, and whatever is in them.

import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import Testing

extension ProcessTests {
    @Suite struct DocumentCommandTests {
        /// Things that do harm where somebody runs, expands or believes them.
        static let contents: [(name: String, bytes: [UInt8])] = [
            ("page.html", Array("<html><script>alert(document.domain)</script>".utf8)),
            ("logo.svg", Array("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".utf8)),
            ("photo.gif", Array("GIF89a/*".utf8) + Array("*/=1;alert(1)//;".utf8)),
            ("both.pdf", Array("%PDF-1.7\n<html><script>x()</script>PK\u{3}\u{4}".utf8)),
            ("bomb.gz", gzipBomb), ("empty.txt", []),
            ("zeros.bin", [UInt8](repeating: 0, count: 300_000)),
        ]

        @Test func `whatever is in a document, it is stored and comes back byte for byte`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            var documents: [(AttachedDocument, [UInt8])] = []
            for (name, bytes) in Self.contents {
                documents.append(
                    (try await workspace.attach(workspace.file(name, bytes)), bytes))
            }
            let sent = try await workspace.on("office", "sync")
            #expect(sent["documents"]?["up"]?.integer == Self.contents.count)
            try await workspace.on("van", "sync")
            for (document, bytes) in documents {
                #expect(try await workspace.place(document, on: "van") == "hub")
                let output = workspace.path + "/got-" + document.id
                let got = try await workspace.on(
                    "van", "document", "get", document.id, "--output", output)
                #expect(got["size"]?.integer == bytes.count)
                let saved = try Data(contentsOf: URL(fileURLWithPath: output))
                #expect(Array(saved) == bytes)
                #expect(try await workspace.place(document, on: "van") == "here")
            }
        }

        @Test func `bytes that have not come are listed with where they are`() async throws {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            try await workspace.on("office", "sync")
            let document = try await workspace.attach(
                workspace.file("plan.pdf", bytes: 2_100_000, seed: 3), assignedTo: "Ben")
            #expect(try await workspace.place(document, on: "office") == "here_only")
            #expect(
                try await workspace.on("office", "status")["documents"]?["up"]?.integer == 1)
            // The row goes up, the bytes do not: as if the link had been cut in between.
            try await syncRowsAlone(office)
            try await workspace.on("van", "sync")
            let shown = try await Program.run(
                "ticket", "show", document.ticket, in: workspace.directory("van"))
            #expect(shown.output.contains("by Ada, on the laptop of its author, 2.1 MB"))
            #expect(
                try await workspace.on("van", "status")["documents"]?["down"]?.integer == 1)
            let missing = try await Program.run(
                "document", "get", document.id, "--json", "--output", workspace.path + "/x",
                in: workspace.directory("van"))
            #expect(missing.status == 3)
            #expect(try missing.error()["code"]?.string == "bytes_not_here")
            #expect(!FileManager.default.fileExists(atPath: workspace.path + "/x"))

            try await workspace.on("office", "sync")
            #expect(try await workspace.place(document, on: "office") == "here")
            let fetched = try await workspace.on("van", "sync")
            #expect(fetched["documents"]?["down"]?.integer == 1)
            #expect(try await workspace.place(document, on: "van") == "here")
            let replacements = try await bothReplace(document, workspace)
            #expect(replacements == ["hub", "here_only"])
        }

        private func syncRowsAlone(_ directory: String) async throws {
            let files = FileManager.default
            try files.moveItem(atPath: directory + "/documents", toPath: directory + "/away")
            let sync = try await Program.run("sync", "--json", in: directory)
            #expect(sync.status == 0, "\(sync.complaint)")
            try? files.removeItem(atPath: directory + "/documents")
            try files.moveItem(atPath: directory + "/away", toPath: directory + "/documents")
        }

        /// Two replacements stand side by side, each with its own bytes.
        private func bothReplace(
            _ document: AttachedDocument, _ workspace: TestWorkspace
        ) async throws -> [String?] {
            for laptop in ["office", "van"] {
                let file = try workspace.file("by \(laptop)", Array(laptop.utf8))
                try await workspace.on(laptop, "document", "replace", document.id, file)
            }
            try await workspace.on("office", "sync")
            let before = try await workspace.on("van", "ticket", "show", document.ticket)
            #expect(before["documents"]?.items.count == 2)
            // The rows alone: what is on the van stays on the van.
            try await syncRowsAlone(workspace.directory("van"))
            let shown = try await workspace.on("van", "ticket", "show", document.ticket)
            let both = shown["documents"]?.items
                .filter { $0["replaces"]?.string == document.id }
                .sorted { ($0["name"]?.string ?? "") < ($1["name"]?.string ?? "") }
            return both?.map { $0["bytes"]?.string } ?? []
        }

        @Test func `names are data: kept as they are, and never where a file goes`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            let document = try await workspace.attach(workspace.file("a.txt", [1, 2, 3]))
            let names = [
                "../../x", "/etc/passwd", "a\0b", "a\r\nSet-Cookie: x", "\u{202E}gpj.exe",
            ]
            let folder = workspace.path + "/saved"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for name in names {
                try rename(document, to: name, on: office)
                let shown = try await workspace.on("office", "ticket", "show", document.ticket)
                #expect(shown["documents"]?[0]?["name"]?.string == name)
                let text = try await Program.run("ticket", "show", document.ticket, in: office)
                let steering = Set("\r\0\u{202E}".unicodeScalars)
                #expect(steering.isDisjoint(with: text.output.unicodeScalars))
                let got = try await Program.run(
                    "document", "get", document.id, "--json", in: office, at: folder)
                #expect(got.status == 0, "\(name): \(got.complaint)")
                let saved = try #require(try got.json()["file"]?.string)
                #expect(!saved.contains("/"))
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + saved))
                #expect(Array(bytes) == [1, 2, 3])
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).count == names.count)
            let long = String(repeating: "x", count: 4_000)
            let refused = try await Program.run(
                "document", "rename", document.id, long, "--json", in: office)
            #expect(refused.status == 2)
            #expect(try refused.error()["code"]?.string == "bad_value")
        }

        /// A command's argument cannot hold a zero byte; a library's can.
        private func rename(
            _ document: AttachedDocument, to name: String, on directory: String
        ) throws {
            let store = try LocalStore.open(in: directory, schema: TicketSchema.schema)
            let id = try #require(RowID(document.id))
            try Desk(store).renameDocument(id, name)
            try store.close()
        }

        @Test func `a file that is there is not overwritten, unless it is asked for`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            let document = try await workspace.attach(workspace.file("a.txt", [1, 2, 3]))
            let output = try workspace.file("mine", [9])
            let nowhere = workspace.path + "/link"
            symlink(workspace.path + "/target", nowhere)
            for path in [output, nowhere] {
                let refused = try await Program.run(
                    "document", "get", document.id, "--output", path, "--json", in: office)
                #expect(refused.status == 2)
                #expect(try refused.error()["code"]?.string == "file_exists")
            }
            #expect(FileManager.default.contents(atPath: output) == Data([9]))
            #expect(!FileManager.default.fileExists(atPath: workspace.path + "/target"))
            try await workspace.on(
                "office", "document", "get", document.id, "--output", output, "--force")
            #expect(FileManager.default.contents(atPath: output) == Data([1, 2, 3]))
        }

        @Test func `bytes that a disk has spoiled are not sent, and the doctor names them`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let office = try await workspace.join("office")
            let document = try await workspace.attach(workspace.file("a.txt", [1, 2, 3]))
            let hash = document.hash.description
            try Data([1, 2, 4]).write(
                to: URL(fileURLWithPath: office + "/documents/\(hash.prefix(2))/\(hash)"))
            let sync = try await workspace.on("office", "sync")
            #expect(sync["documents"]?["up"]?.integer == 0)
            let failed = sync["documents"]?["failed"]?[0]
            #expect(failed?["document"]?.string == document.id)
            #expect(failed?["code"]?.string == "damaged_document")
            #expect(workspace.hubDocuments.all().isEmpty)
            let doctor = try await Program.run("doctor", "--deep", "--json", in: office)
            #expect(doctor.status == 1)
            let checks = try doctor.json()["checks"]?.items ?? []
            #expect(
                checks.contains {
                    $0["name"]?.string == "documents" && $0["ok"]?.boolean == false
                        && $0["detail"]?.string?.contains(hash) == true
                })
        }

        @Test func `bytes that the hub's disk has spoiled are named there, and sent again`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let document = try await workspace.attach(workspace.file("a.txt", [1, 2, 3]))
            try await workspace.on("office", "sync")
            let hash = document.hash.description
            let path =
                workspace.hubDirectory
                + "/workspaces/acme/documents/\(hash.prefix(2))/\(hash)"
            try Data([1, 2, 4]).write(to: URL(fileURLWithPath: path))
            let verified = try await Program.run(
                "hub", "verify", "--json", in: workspace.hubDirectory)
            #expect(verified.status == 1)
            let findings = try verified.json()["checks"]?.items
                .flatMap { $0["findings"]?.items ?? [] }
            #expect(findings?.count == 1)
            #expect(findings?.first?.string?.contains(document.id) == true)
            try FileManager.default.removeItem(atPath: path)
            let sync = try await workspace.on("office", "sync")
            #expect(sync["documents"]?["up"]?.integer == 1)
            #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        }

        @Test func `a person gets a document beside a running daemon`() async throws {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let document = try await workspace.attach(
                workspace.file("plan.pdf", bytes: 3_000_000, seed: 4))
            try await workspace.on("office", "sync")
            _ = try await workspace.run("van")
            let isKnown = try await workspace.eventually {
                try await workspace.on("van", "ticket", "list").items.count == 1
            }
            #expect(isKnown)
            let got = try await workspace.on(
                "van", "document", "get", document.id, "--output", workspace.path + "/got")
            #expect(got["size"]?.integer == 3_000_000)
            #expect(
                FileManager.default.contentsEqual(
                    atPath: workspace.path + "/got", andPath: workspace.path + "/plan.pdf"))
            await workspace.stop("van")
        }

        @Test func `what somebody wants to have offline is fetched, listed, and never goes`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            try await workspace.join("van", as: "Ben")
            let plan = try await workspace.attach(
                workspace.file("plan.pdf", bytes: 30_000, seed: 1))
            let other = try await workspace.attach(
                workspace.file("other.pdf", bytes: 20_000, seed: 2))
            try await workspace.on("office", "sync")
            try await workspace.on("van", "sync")
            #expect(try await workspace.place(plan, on: "van") == "hub")
            let kept = try await workspace.on("van", "document", "keep", "--ticket", plan.ticket)
            #expect(kept["missing"]?.integer == 0 && kept["failure"]?.isNull == true)
            #expect(kept["documents"]?[0]?["bytes"]?.string == "here")
            #expect(kept["documents"]?[0]?["kept"]?.string == "ticket")
            try await workspace.on(
                "van", "document", "get", other.id, "--output", workspace.path + "/o")
            try await workspace.on("van", "document", "limit", "1kB")
            #expect(try await workspace.place(plan, on: "van") == "here")
            #expect(try await workspace.place(other, on: "van") == "hub")
            let list = try await workspace.on("van", "document", "list", "--kept")
            #expect(list.items.count == 1 && list[0]?["id"]?.string == plan.id)

            // Without a network the wish is kept, and what is missing is said.
            _ = await workspace.stopHub()
            let wish = try await workspace.on("van", "document", "keep", other.id)
            #expect(wish["missing"]?.integer == 1 && wish["failure"]?.string != nil)
            try await workspace.startHub()
            let sync = try await workspace.on("van", "sync")
            #expect(sync["documents"]?["down"]?.integer == 1)
            #expect(try await workspace.place(other, on: "van") == "here")
            let text = try await Program.run(
                "document", "list", "--ticket", plan.ticket, in: workspace.directory("van"))
            #expect(text.output.contains("kept with its ticket"))
            try await workspace.on("van", "document", "unkeep", "--ticket", plan.ticket)
            try await workspace.on("van", "document", "limit", "1kB")
            #expect(try await workspace.place(plan, on: "van") == "hub")
        }

        @Test func `what is over the limit goes, but nothing that is only here or assigned`()
            async throws
        {
            let workspace = try await TestWorkspace()
            try await workspace.join("office")
            let mine = try await workspace.attach(
                workspace.file("mine", bytes: 30_000, seed: 1), assignedTo: "me")
            let other = try await workspace.attach(
                workspace.file("other", bytes: 30_000, seed: 2))
            try await workspace.on("office", "document", "limit", "1kB")
            #expect(try await workspace.place(other, on: "office") == "here_only")
            try await workspace.on("office", "sync")
            #expect(try await workspace.place(other, on: "office") == "hub")
            #expect(try await workspace.place(mine, on: "office") == "here")
            let limit = try await workspace.on("office", "document", "limit")
            #expect(limit["limit"]?.integer == 1_000)
            #expect(limit["stored"]?.integer == 30_000)
            try await workspace.on(
                "office", "document", "get", other.id, "--output", workspace.path + "/again")
        }
    }
}

/// A gzip file of 1,972 bytes that expands to two million zeros.
private let gzipBomb: [UInt8] =
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xED, 0xC1, 1, 1, 0, 0, 0, 0x82, 0x20, 0xFF, 0xAF, 0x6E]
    + [0x48, 0x40, 1] + [UInt8](repeating: 0, count: 1_937)
    + [0x6F, 0x06, 0x41, 0x1D, 0x5A, 0x42, 0x80, 0x84, 0x1E, 0x00]
