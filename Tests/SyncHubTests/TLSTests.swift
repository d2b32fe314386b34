// The hub over TLS: what it speaks, whom laptops believe, and a certificate renewed meanwhile.

import Foundation
import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite(.timeLimit(.minutes(5))) struct `Over TLS` {
    /// What a laptop must not believe.
    enum Wrong: CaseIterable, Sendable {
        case name, expired, authority
    }

    /// A serving hub with a certificate that its laptops trust.
    private func serving(
        _ test: @escaping @Sendable (TestHub, TestAuthority, TLSFiles) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let files = TLSFiles(
                certificate: directory + "/hub.pem", key: directory + "/hub.key")
            try authority.issue(to: files)
            try await TestHub.serving(configure: {
                $0.tls = files
                $0.certificateInterval = .milliseconds(20)
            }) { hub in
                var hub = hub
                hub.authorities = authority.certificate
                try await test(hub, authority, files)
            }
        }
    }

    @Test func `it speaks TLS 1.2 and 1.3, and neither older ones nor plain HTTP`() async throws {
        try await serving { hub, authority, _ in
            let laptop = try await TestLaptop(hub, code: hub.ownerCode)
            #expect(try await laptop.answer(to: laptop.request()).rejection == nil)
            for (version, isSpoken) in [
                ("-tls1_3", true), ("-tls1_2", true), ("-tls1_1", false), ("-tls1", false),
            ] {
                let result = try await TestAuthority.runOnThread([
                    "s_client", version, "-cipher", "DEFAULT@SECLEVEL=0", "-connect",
                    "127.0.0.1:\(hub.port)", "-CAfile", authority.certificate, "-verify_hostname",
                    "localhost", "-verify_return_error",
                ])
                #expect((result.status == 0) == isSpoken, "\(version): \(result.text)")
            }
            let plain = HubClient(
                configuration: HubClientConfiguration(
                    address: try HubAddress("http://127.0.0.1:\(hub.port)")))
            await #expect(throws: HubClientError.self) {
                try await plain.send(HubRequest(.get, "/healthz", accept: "application/json"))
            }
            await plain.close()
        }
    }

    /// The hub counts requests once it has read their head: none means that nothing came through.
    @Test(arguments: Wrong.allCases)
    func `a laptop says nothing to a hub with a wrong certificate, and goes on when it is mended`(
        wrong: Wrong
    ) async throws {
        try await serving { hub, authority, files in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let stranger = try TestAuthority(
                in: URL(fileURLWithPath: files.key).deletingLastPathComponent().path,
                name: "stranger")
            switch wrong {
            case .name: try authority.issue(for: "hub.example.org", to: files)
            case .expired: try authority.issue(years: 2020...2021, to: files)
            case .authority: try stranger.issue(to: files)
            }
            let unit = laptop.creation(of: TicketSchema.contact, "Kim")
            let request = laptop.request([unit])
            let message = HubRequest(.post, "/v1/sync", body: request.encoded())
            // A client of its own for each try: a connection that stands is not judged anew.
            try await untilServed(hub, by: files) { $0?.code == .tls }
            let before = hub.workspaces.metrics.requestCount
            for _ in 1...3 {
                let error = await #expect(throws: HubClientError.self) {
                    try await hub.send(message, token: laptop.token)
                }
                #expect(error?.code == .tls)
            }
            #expect(hub.workspaces.metrics.requestCount == before)
            #expect(try hub.administration.status().position == 2)

            try authority.issue(to: files)
            try await untilServed(hub, by: files) { $0 == nil }
            let response = try await hub.send(message, token: laptop.token)
            let answer = try SyncAnswer(
                response.body, sent: [Dot(laptop.position.ordinal, 1): unit])
            #expect(try answer.accepted().verdicts == [.applied])
        }
    }

    @Test func `a renewed certificate drops nobody, and serves the next connection`() async throws {
        try await serving { hub, authority, files in
            var laptop = try await TestLaptop(hub, code: hub.ownerCode)
            try await laptop.sync()
            let (waiting, request) = (laptop, laptop.request(waitSeconds: 50))
            async let answer = waiting.answer(to: request)
            await hub.untilSomebodyWaits()
            let first = try await fingerprint(hub)
            try authority.issue(to: files)
            while try await fingerprint(hub) == first { await Task.yield() }
            _ = try hub.administration.addMember("Mira")
            #expect(try await answer.accepted().page.names(of: Directory.memberEntity) == ["Mira"])
        }
    }

    @Test func `a pair that does not fit is not taken over`() async throws {
        try await withTemporaryDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let files = TLSFiles(
                certificate: directory + "/hub.pem", key: directory + "/hub.key")
            try authority.issue(to: files)
            let pair = try CertificateFiles(files)
            #expect(try !pair.reload())
            let first = pair.context
            let whole = try Data(contentsOf: URL(fileURLWithPath: files.key))
            for bytes in [Data(), whole.prefix(40), Data("-----BEGIN NONSENSE-----".utf8)] {
                try bytes.write(to: URL(fileURLWithPath: files.key))
                let error = #expect(throws: HubError.self) { try pair.reload() }
                #expect(error?.code == .badCertificate)
                // Said once: the next look finds the same files.
                #expect(try !pair.reload())
                #expect(pair.context === first)
            }
            let other = TLSFiles(
                certificate: directory + "/other.pem", key: directory + "/hub.key")
            try authority.issue(to: other)
            #expect(throws: HubError.self) { try pair.reload() }
            try authority.issue(to: files)
            #expect(try pair.reload())
            #expect(pair.context !== first)
        }
    }

    @Test func `a key that everybody may read is not used`() async throws {
        try await withTemporaryDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let files = TLSFiles(
                certificate: directory + "/hub.pem", key: directory + "/hub.key")
            try authority.issue(to: files)
            chmod(files.key, 0o644)
            let error = #expect(throws: HubError.self) { try CertificateFiles(files) }
            #expect(error?.code == .badCertificate)
            #expect(error?.message.contains("Everybody") == true)
        }
    }

    @Test func `other machines are served over TLS alone`() async throws {
        try await withTemporaryDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let files = TLSFiles(
                certificate: directory + "/hub.pem", key: directory + "/hub.key")
            try authority.issue(to: files)
            var configuration = HubConfiguration(directory: directory, host: "0.0.0.0")
            #expect(throws: HubError.self) { try HubServer(configuration: configuration) }
            configuration.tls = files
            #expect(throws: Never.self) { _ = try HubServer(configuration: configuration) }
        }
    }

    private func untilServed(
        _ hub: TestHub, by files: TLSFiles, _ isRight: (HubClientError?) -> Bool
    ) async throws {
        while true {
            var error: HubClientError?
            do {
                _ = try await hub.send(HubRequest(.get, "/healthz", accept: "application/json"))
            } catch let failure as HubClientError {
                error = failure
            }
            if isRight(error) { return }
            await Task.yield()
        }
    }

    /// What a new connection is shown.
    private func fingerprint(_ hub: TestHub) async throws -> String {
        let result = try await TestAuthority.runOnThread([
            "s_client", "-showcerts", "-connect", "127.0.0.1:\(hub.port)",
        ])
        let text = result.text
        guard let start = text.range(of: "-----BEGIN CERTIFICATE-----"),
            let end = text.range(of: "-----END CERTIFICATE-----")
        else { return "" }
        return String(text[start.lowerBound..<end.upperBound])
    }
}
