// What cannot be sent is refused before it comes near a socket.
import Testing

@testable import HubClient

struct OutgoingRequestTests {
    private func lines(_ request: HubRequest, token: String? = nil) throws -> [String] {
        let configuration = HubClientConfiguration(
            address: try HubAddress("https://hub.example/desk/"), token: token.map(HubToken.init))
        return try OutgoingRequest(request, configuration).headerLines
    }

    private func isRefused(_ request: HubRequest, token: String? = nil) -> Bool {
        do {
            _ = try lines(request, token: token)
            return false
        } catch {
            return (error as? HubClientError)?.code == .badRequest
        }
    }

    @Test func `the path follows the address, prefix included`() throws {
        let configuration = HubClientConfiguration(
            address: try HubAddress("https://hub.example/desk/"))
        let outgoing = try OutgoingRequest(HubRequest(.get, "//x@y?q=1"), configuration)
        #expect(outgoing.url == "https://hub.example/desk//x@y?q=1")
    }

    @Test(arguments: ["", "v1", "@evil.example/", "/a b", "/a\r\nX: y", "/ä", "/a#b", "/\u{0}"])
    func `a path that could mean something else is refused`(path: String) {
        #expect(isRefused(HubRequest(.get, path)))
    }

    @Test(arguments: ["", "a\r\nX: y", "a\nb", "a\u{0}b", " a", "a ", "ä"])
    func `a header value that would change the message is refused`(value: String) {
        #expect(isRefused(HubRequest(.get, "/", headers: ["X-A": value])))
        #expect(isRefused(HubRequest(.get, "/", accept: value)))
        #expect(isRefused(HubRequest(.get, "/", requestID: value)))
        #expect(isRefused(HubRequest(.post, "/", contentType: value)))
        #expect(isRefused(HubRequest(.get, "/"), token: value))
    }

    @Test(arguments: ["", "X A", "X:", "X\r\n", "Ä"])
    func `a header name that is no token is refused`(name: String) {
        #expect(isRefused(HubRequest(.get, "/", headers: [name: "1"])))
    }

    @Test func `bounds below zero and bodies of a GET are refused`() {
        #expect(isRefused(HubRequest(.get, "/", wait: .seconds(-1))))
        #expect(isRefused(HubRequest(.get, "/", maximumAnswerBytes: -1)))
        #expect(isRefused(HubRequest(.get, "/", body: [1])))
    }

    @Test func `headers are always in the same order`() throws {
        let request = HubRequest(.get, "/", headers: ["B": "2", "A": "1", "C": "3"])
        #expect(
            try lines(request, token: "t") == [
                "Expect:", "Accept: application/vnd.syncd", "Authorization: Bearer t", "A: 1",
                "B: 2", "C: 3",
            ])
    }

    @Test func `a token does not show itself`() throws {
        let token = HubToken("secret")
        var dumped = ""
        dump([token], to: &dumped)
        #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains("secret"))
        #expect(token == HubToken("secret"))
    }
}
