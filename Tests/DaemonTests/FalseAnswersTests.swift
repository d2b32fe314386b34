// Answers that are not the hub's: a login page, a redirect, garbage. Nothing may change by them.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct FalseAnswersTests {
        static let answers = [
            answer("200 OK", type: "text/html", length: 19, "<html>Sign in!</html"),
            answer("302 Found", type: "text/html", length: 0, ""),
            answer("200 OK", type: "application/vnd.syncd", length: 4, "abcd"),
            answer("200 OK", type: "application/vnd.syncd", length: 9, "abcd"),
            answer("200 OK", type: "application/vnd.syncd", length: 0, ""),
            answer("401 Unauthorized", type: "text/html", length: 2, "no"),
            "HTTP/1.1 204 No Content\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
        ]

        private static func answer(
            _ status: String, type: String, length: Int, _ body: String
        ) -> String {
            let fields = ["Content-Type: \(type)", "Content-Length: \(length)", "", body]
            return (["HTTP/1.1 \(status)"] + fields).joined(separator: "\r\n")
        }

        @Test func `whatever answers in the hub's place is just no hub, and nothing changes`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Kept")
            let before = try await workspace.on("office", "status")
            let path = directory + "/credentials.json"
            let honest = try String(contentsOfFile: path, encoding: .utf8)
            for answer in Self.answers {
                let hub = try FalseHub(answering: answer)
                defer { hub.stop() }
                try redirected(honest, from: workspace.url, to: hub).write(
                    toFile: path, atomically: true, encoding: .utf8)
                let result = try await Program.run("sync", "--json", in: directory)
                #expect(result.status == 4, "\(answer)")
                #expect(try result.error().keys == ["code", "message", "kept", "hint"])
                #expect(hub.requests == 1)
                let after = try await workspace.on("office", "status")
                #expect(after["pending"]?.integer == 1)
                #expect(after["position"]?.description == before["position"]?.description)
                #expect(after["state"]?.string == "offline")
            }
            try honest.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try await workspace.on("office", "sync")["applied"]?.integer == 1)
            #expect(try await workspace.on("office", "status")["state"]?.string == "in_sync")
        }

        @Test func `the hub's own refusal of a token is said as such, and wipes nothing`()
            async throws
        {
            let workspace = try await TestWorkspace()
            let directory = try await workspace.join("office")
            try await workspace.on("office", "ticket", "new", "--title", "Kept")
            let path = directory + "/credentials.json"
            let honest = try String(contentsOfFile: path, encoding: .utf8)
            let token = try #require(try Document(honest)["token"]?.string)
            let other = String(token.reversed())
            try honest.replacingOccurrences(of: token, with: other).write(
                toFile: path, atomically: true, encoding: .utf8)
            let refused = try await Program.run("sync", "--json", in: directory)
            #expect(refused.status == 3)
            #expect(try refused.error()["code"]?.string == "unauthorized")
            #expect(!refused.complaint.contains(other))
            let status = try await workspace.on("office", "status")
            #expect(status["state"]?.string == "attention")
            #expect(status["pending"]?.integer == 1)
            #expect(try await workspace.on("office", "ticket", "list").items.count == 1)
        }

        private func redirected(
            _ credentials: String, from url: String, to hub: FalseHub
        ) throws -> String {
            let escaped = url.replacingOccurrences(of: "/", with: "\\/")
            let target = "http://127.0.0.1:\(hub.port)"
            return credentials.replacingOccurrences(of: escaped, with: target)
                .replacingOccurrences(of: url, with: target)
        }
    }
}
