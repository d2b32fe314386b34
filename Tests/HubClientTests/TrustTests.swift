// Whom the client trusts: a real TLS server with certificates made for the test.
import Foundation
import HubClient
import Testing

/// A TLS server by the system's openssl, with a fresh certificate for `localhost` alone.
private final class TLSServer {
    let port: Int
    let certificate: URL
    private let directory: URL
    private let process = Process()
    /// Held open: the server ends when its input does.
    private let input = Pipe()

    static let openssl = "/usr/bin/openssl"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: openssl) }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        certificate = directory.appending(path: "certificate.pem")
        let key = directory.appending(path: "key.pem").path
        let making = Process()
        making.executableURL = URL(filePath: TLSServer.openssl)
        making.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
            "-keyout", key, "-out", certificate.path,
        ]
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
        try #require(making.terminationStatus == 0)

        let output = Pipe()
        process.executableURL = URL(filePath: TLSServer.openssl)
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-www", "-key", key, "-cert", certificate.path,
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        // It prints "ACCEPT 127.0.0.1:PORT" once it listens.
        while !(text.contains("ACCEPT") && text.hasSuffix("\n")) {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "the TLS server ended: \(text)")
            text += String(decoding: data, as: UTF8.self)
        }
        let line = try #require(text.split(separator: "\n").last)
        port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    }

    func stop() {
        // Not by SIGTERM: started from a thread of Swift's pool, it has that blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }
}

@Suite(.timeLimit(.minutes(5)), .enabled(if: TLSServer.isThere))
struct TrustTests {
    /// What a request to the server ends with. It only ever answers with a page of its own, so
    /// "not the hub" says that TLS was agreed on and the request went out.
    private func outcome(
        _ server: TLSServer, host: String, authorities: URL?
    ) async throws -> HubClientError? {
        var configuration = HubClientConfiguration(
            address: try HubAddress("https://\(host):\(server.port)"), token: HubToken("secret"))
        configuration.certificateAuthorityFile = authorities?.path
        let client = HubClient(configuration: configuration)
        let error = await failure(client, HubRequest(.get, "/"))
        await client.close()
        return error
    }

    @Test func `a certificate counts for its name, and from a trusted authority only`()
        async throws
    {
        let server = try TLSServer()
        defer { server.stop() }
        let own = server.certificate
        #expect(try await outcome(server, host: "localhost", authorities: nil)?.code == .tls)
        #expect(try await outcome(server, host: "127.0.0.1", authorities: own)?.code == .tls)
        let missing = own.appendingPathExtension("missing")
        #expect(try await outcome(server, host: "localhost", authorities: missing)?.code == .tls)
        let trusted = try await outcome(server, host: "localhost", authorities: own)
        #expect(trusted?.code == .notTheHub)
    }
}
