// The table of routes beside what the specification and its description for programs say of it.

import Foundation
import HTTPTypes
import LocalStore
import SupportDesk
import Testing

@testable import DeskPage

@Suite struct RouteTableTests {
    private let routes = RouteTable(assets: []).routes

    private static func file(_ name: String) throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    }

    @Test func `every route stands in specs/desk-openapi.json, with what it takes, and no other`()
        throws
    {
        let text = try Self.file("specs/desk-openapi.json")
        let paths = try #require(try JSONValue(parsing: Array(text.utf8))["paths"]?.members)
        var described: Set<String> = []
        for path in paths {
            for method in path.value.members ?? [] {
                described.insert(try Described(path.key, method.key, method.value).line)
            }
        }
        #expect(described == Set(routes.map { Described($0).line }))
    }

    @Test func `every route stands in specs/desk-interface.md`() throws {
        let text = try Self.file("specs/desk-interface.md")
        for route in routes {
            let word = route.path.text.split(separator: "/").last ?? ""
            let isNamed =
                text.contains("`\(route.method.rawValue) \(route.path.text)`")
                || text.contains("`\(word)`") || text.contains("`\(route.path.text)")
                || text.contains("`\(route.method.rawValue) \(route.path.text)` `{}`")
            #expect(isNamed, "\(route.method.rawValue) \(route.path.text)")
        }
    }

    @Test func `only the ticket's exchange needs no cookie, and no two routes are alike`() {
        #expect(routes.filter { $0.access != .cookie }.map(\.path.text) == ["/open"])
        let names = routes.map { "\($0.method.rawValue) \($0.path.text)" }
        #expect(Set(names).count == names.count)
        #expect(routes.allSatisfy { $0.body.isEmpty || $0.isWrite })
        #expect(routes.allSatisfy { $0.query.isEmpty || !$0.isWrite || $0.bodyKind == .document })
    }
}

/// A route in a line: method, path, parameters and keys of the body.
private struct Described {
    let line: String

    init(_ route: DeskRoute) {
        line = Self.line(
            route.method.rawValue, route.path.text, route.path.names + route.query,
            route.bodyKind == .json ? route.body : [route.bodyKind.mediaType])
    }

    init(_ path: String, _ method: String, _ operation: JSONValue) throws {
        let parameters = (operation["parameters"]?.array ?? []).compactMap { $0["name"]?.string }
        let content = operation["requestBody"]?["content"]
        let schema = content?["application/json"]?["schema"]
        let keys = schema?["properties"]?.members?.map(\.key) ?? []
        let kind = BodyKind.document.mediaType
        line = Self.line(
            method.uppercased(), path, parameters, content?[kind] == nil ? keys : [kind])
    }

    private static func line(
        _ method: String, _ path: String, _ parameters: [String], _ keys: [String]
    ) -> String {
        "\(method) \(path) ?\(parameters.sorted().joined(separator: ",")) "
            + "{\(keys.sorted().joined(separator: ","))}"
    }
}
