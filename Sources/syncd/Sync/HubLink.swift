// The hub as a laptop's programs see it: two calls over HTTP, and what their answers mean.

import Foundation
import HubClient
import SupportDesk
import Synchronization
import SyncEngine
import SyncHub

/// A connection to the hub, kept alive between calls.
final class HubLink: Sendable {
    private let address: HubAddress
    private let authorities: String?
    private let client: Mutex<HubClient>

    /// - Parameters:
    ///   - token: `nil` before enrolment.
    ///   - authorities: a PEM file to judge the hub's certificate by, instead of the system's.
    init(
        to hub: String, token: String?, authorities: String? = nil
    ) throws(SyncFailure) {
        do {
            address = try HubAddress(hub)
        } catch {
            throw SyncFailure(error)
        }
        self.authorities = authorities
        client = Mutex(Self.client(address, token, authorities))
    }

    private static func client(
        _ address: HubAddress, _ token: String?, _ authorities: String?
    ) -> HubClient {
        var configuration = HubClientConfiguration(
            address: address, token: token.map { HubToken($0) })
        configuration.userAgent = "syncd/" + BuildVersion.text
        configuration.certificateAuthorityFile = authorities
        return HubClient(configuration: configuration)
    }

    /// From now on another token is this laptop's.
    func use(token: String) async {
        let next = Self.client(address, token, authorities)
        let last = client.withLock { client in
            defer { client = next }
            return client
        }
        await last.close()
    }

    func close() async { await client.withLock { $0 }.close() }

    /// Sends a message of another session than a sync: the path says which.
    /// - Returns: The body of the answer.
    /// - Throws: As ``send(_:)``.
    func send(
        _ message: LaptopSession.Message, to path: String
    ) async throws(SyncFailure) -> [UInt8] {
        let response = try await exchange(
            HubRequest(
                .post, path, body: message.body, maximumAnswerBytes: Limits.maximumAnswerBytes))
        guard response.status == 200 else { throw SyncFailure(refusal: response) }
        return response.body
    }

    /// Sends one message of a session.
    /// - Returns: The event that the session waits for.
    /// - Throws: If no answer of the hub came, or the hub refused to talk.
    func send(
        _ message: LaptopSession.Message
    ) async throws(SyncFailure) -> LaptopSession.Event {
        var request = HubRequest(
            .post, "/v1/sync", body: message.body, maximumAnswerBytes: Limits.maximumAnswerBytes)
        request.wait = message.waitSeconds > 0 ? .seconds(message.waitSeconds) : nil
        let response = try await exchange(request)
        switch response.status {
        case 200: return .answered(response.body)
        case 413: return .tooLarge
        default: throw SyncFailure(refusal: response)
        }
    }

    /// Asks the hub to enrol this laptop. May be repeated with the same nonce after a lost answer.
    func enrol(_ enrolment: Enrolment.Request) async throws(SyncFailure) -> Enrolment.Answer {
        try await ask("/v1/enrol", enrolment)
    }

    /// Asks the hub to take a link for a client. May be repeated after a lost answer.
    func makePortalLink(
        _ wish: PortalLinkRequest.Wish
    ) async throws(SyncFailure) -> PortalLinkRequest.Answer {
        try await ask("/v1/portal-links", wish)
    }

    /// One question and its answer, both in JSON.
    private func ask<Answer: Decodable>(
        _ path: String, _ question: some Encodable
    ) async throws(SyncFailure) -> Answer {
        guard let body = try? JSONEncoder().encode(question) else {
            throw SyncFailure(.failed, "bad_request", "The request cannot be written.")
        }
        var request = HubRequest(
            .post, path, body: Array(body), contentType: "application/json",
            accept: "application/json")
        request.maximumAnswerBytes = 65_536
        let response = try await exchange(request)
        guard !response.isRefusal else { throw SyncFailure(refusal: response) }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)) else {
            throw SyncFailure(
                .offline, "not_the_hub", "Something answered, but not a hub.",
                hint: "Check the address; a network may want a sign-in in the browser first.")
        }
        return answer
    }

    /// One call in JSON: members, devices, sign-out.
    /// - Parameter body: `nil` asks with GET.
    func call(_ path: String, _ body: JSONValue? = nil) async throws(SyncFailure) -> JSONValue {
        try await call(
            HubRequest(
                body == nil ? .get : .post, path,
                body: body.map { Array($0.description.utf8) } ?? [],
                contentType: "application/json", accept: "application/json"))
    }

    /// Hands over a part of the outbox of a laptop that may not sync any more.
    func keep(_ request: [UInt8]) async throws(SyncFailure) -> JSONValue {
        try await call(
            HubRequest(.post, "/v1/kept", body: request, accept: "application/json"))
    }

    private func call(_ request: HubRequest) async throws(SyncFailure) -> JSONValue {
        var request = request
        request.maximumAnswerBytes = Limits.maximumAnswerBytes
        let response = try await exchange(request)
        guard !response.isRefusal else { throw SyncFailure(refusal: response) }
        guard let value = try? JSONValue(parsing: String(decoding: response.body, as: UTF8.self))
        else {
            throw SyncFailure(
                .offline, "not_the_hub", "Something answered, but not a hub.",
                hint: "Check the address; a network may want a sign-in in the browser first.")
        }
        return value
    }

    /// Sends a request; whatever is no answer of the hub is a failure.
    func exchange(_ request: HubRequest) async throws(SyncFailure) -> HubResponse {
        do {
            return try await client.withLock { $0 }.send(request)
        } catch {
            throw SyncFailure(error)
        }
    }
}
