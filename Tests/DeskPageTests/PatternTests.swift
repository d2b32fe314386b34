// Paths with names in them, and what stands in their place.

import Testing

@testable import DeskPage

@Suite struct PatternTests {
    @Test func `a name takes one part of a path, whatever it is`() {
        let pattern = RoutePattern("/api/tickets/{id}/claim")
        #expect(pattern.values(in: "/api/tickets/7-12/claim") == ["id": "7-12"])
        #expect(pattern.values(in: "/api/tickets/a%2Fb/claim") == ["id": "a/b"])
        #expect(pattern.values(in: "/api/tickets/%C3%A9/claim") == ["id": "é"])
    }

    @Test(arguments: [
        "/api/tickets/7-12", "/api/tickets//claim", "/api/tickets/7-12/claim/",
        "api/tickets/7-12/claim", "/api/tickets/%F/claim", "/api/tickets/%FF/claim",
        "/api/tickets/7-12/x/claim",
    ])
    func `another path fits nothing`(path: String) {
        #expect(RoutePattern("/api/tickets/{id}/claim").values(in: path[...]) == nil)
    }

    @Test func `a query is read as browsers write it`() throws {
        let query = try QueryItems("a=1&b=two+words&a=%C3%A9%26&empty=&alone")
        #expect(query.values("a") == ["1", "é&"])
        #expect(query["b"] == "two words")
        #expect(query["empty"] == "" && query["alone"] == "" && query["c"] == nil)
        #expect(throws: PageError.self) { try QueryItems("a=%") }
    }
}
