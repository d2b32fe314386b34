// Certificates for one test, by the system's openssl: an authority, and what it signs.

import Foundation
import Testing

@testable import SyncHub

/// A certificate authority in a directory of its own.
struct TestAuthority: Sendable {
    static let openssl = "/usr/bin/openssl"

    private let directory: String

    /// The PEM file that trusts it.
    var certificate: String { directory + "/ca.pem" }

    init(in parent: String, name: String = "authority") throws {
        directory = parent + "/" + name
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let configuration = """
            [ca]
            default_ca=here
            [here]
            database=index.txt
            rand_serial=yes
            new_certs_dir=.
            default_md=sha256
            policy=any
            copy_extensions=copy
            unique_subject=no
            [any]
            commonName=supplied
            """
        try configuration.write(toFile: directory + "/ca.cnf", atomically: true, encoding: .utf8)
        try "".write(toFile: directory + "/index.txt", atomically: true, encoding: .utf8)
        try run(
            ["req", "-x509"] + Self.newKey
                + ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Authority", "-days", "2"])
    }

    /// Signs a certificate with a new key, and puts both where a hub looks for them.
    /// - Parameter years: in which it is valid, from New Year to New Year.
    func issue(
        for name: String = "localhost", years: ClosedRange<Int> = 2020...2099, to files: TLSFiles
    ) throws {
        try run(
            ["req"] + Self.newKey
                + [
                    "-keyout", "next.key", "-out", "next.csr", "-subj", "/CN=\(name)", "-addext",
                    "subjectAltName=DNS:\(name)",
                ])
        try run([
            "ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile",
            "ca.key", "-in", "next.csr", "-out", "next.pem",
            "-startdate", "\(years.lowerBound)0101000000Z",
            "-enddate", "\(years.upperBound)0101000000Z",
        ])
        try replace("next.pem", files.certificate)
        try replace("next.key", files.key)
    }

    private static let newKey = [
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    ]

    /// As renewing programs do it: each file is whole at any time.
    private func replace(_ name: String, _ target: String) throws {
        chmod(directory + "/" + name, 0o600)
        guard rename(directory + "/" + name, target) == 0 else { throw POSIXError(.EIO) }
    }

    private func run(_ arguments: [String]) throws {
        let (status, text) = try Self.run(arguments, in: directory)
        try #require(status == 0, "openssl \(arguments): \(text)")
    }

    /// Runs openssl against a hub of this process, which must not be kept from answering.
    static func runOnThread(_ arguments: [String]) async throws -> (status: Int32, text: String) {
        try await onThread { try run(arguments) }
    }

    /// Runs openssl to its end.
    static func run(
        _ arguments: [String], in directory: String = "/"
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: openssl)
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
