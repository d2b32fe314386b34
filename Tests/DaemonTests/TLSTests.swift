// By commands alone: a laptop whose hub has a certificate of its own, and what it does when
// something else answers in the hub's place.

import Foundation
import Testing

extension ProcessTests {
    @Suite struct TLSTests {
        /// A self-signed certificate for localhost, and its key.
        private func certificate(_ name: String, in path: String) throws -> (String, String) {
            let (pem, key) = ("\(path)/\(name).pem", "\(path)/\(name).key")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            process.arguments = [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
                "-keyout", key, "-out", pem,
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            return (pem, key)
        }

        @Test func `a hub with its own certificate is believed by the laptop that was given it`()
            async throws
        {
            let workspace = try await TestWorkspace()
            _ = await workspace.stopHub()
            let (pem, key) = try certificate("hub", in: workspace.path)
            workspace.hubOptions = ["--tls-cert", pem, "--tls-key", key]
            try await workspace.startHub()
            #expect(workspace.url.hasPrefix("https://"))
            let url = workspace.url.replacingOccurrences(of: "127.0.0.1", with: "localhost")

            let van = workspace.directory("van")
            let blind = try await Program.run(
                "join", url, workspace.ownerCode, "--json", in: van)
            #expect(blind.status == 4)
            #expect(try blind.error()["code"]?.string == "tls")
            let empty = try await Program.run(
                "join", url, workspace.ownerCode, "--ca", key, "--json", in: van)
            #expect(empty.status == 2)
            let joined = try await Program.run(
                "join", url, workspace.ownerCode, "--ca", pem, "--name", "van", "--json", in: van)
            try #require(joined.status == 0, "\(joined.complaint)")
            try await workspace.on("van", "ticket", "new", "--title", "Roof")

            // Another key under the same name, then no TLS at all: nothing is said to either.
            let (otherPEM, otherKey) = try certificate("other", in: workspace.path)
            for options in [["--tls-cert", otherPEM, "--tls-key", otherKey], []] {
                _ = await workspace.stopHub()
                workspace.hubOptions = options
                try await workspace.startHub()
                #expect(try await Program.run("sync", in: van).status == 4)
                #expect(try await workspace.on("van", "status")["pending"]?.integer == 1)
            }
            // Without the given file nothing is trusted, the system's authorities neither.
            let given = van + "/hub-ca.pem"
            try FileManager.default.moveItem(atPath: given, toPath: given + ".away")
            _ = await workspace.stopHub()
            workspace.hubOptions = ["--tls-cert", pem, "--tls-key", key]
            try await workspace.startHub()
            #expect(try await Program.run("sync", in: van).status == 4)
            try FileManager.default.moveItem(atPath: given + ".away", toPath: given)
            #expect(try await workspace.on("van", "sync")["applied"]?.integer == 1)
        }
    }
}
