// One spelling of a path means something: what proxies and clients tidy up is another path here.

import Testing

@testable import SyncHub

@Suite struct `The path of a route` {
    private let path = RoutePath("/v1/documents/:document/bytes")

    @Test func `gives what stands in its places, as it was sent`() {
        #expect(path.places(in: "/v1/documents/7-12/bytes") == ["7-12"])
        #expect(path.places(in: "/v1/documents/%2e%2e/bytes") == ["%2e%2e"])
        #expect(RoutePath("/healthz").places(in: "/healthz") == [])
    }

    @Test(arguments: [
        "/v1/documents//bytes", "/v1/documents/7-12/bytes/", "//v1/documents/7-12/bytes",
        "/v1/documents/7-12", "/v1/documents/7/12/bytes", "/v1/%64ocuments/7-12/bytes",
        "/V1/documents/7-12/bytes", "v1/documents/7-12/bytes", "/v1/./documents/7-12/bytes", "",
    ])
    func `matches no other spelling`(_ other: String) {
        #expect(path.places(in: other) == nil)
    }
}
