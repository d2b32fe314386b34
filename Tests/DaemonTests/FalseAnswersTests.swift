// Answers that are not the hub's: a login page, a redirect, garbage. Nothing may change by them.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct FalseAnswersTests {
        static let answers = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n\r\n<html>Sign in!</html",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/login\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Length: 4\r\n\r\nabcd",
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Length: 9\r\n\r\nabcd",
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncd\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno",
        ]

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
