// Who is turned away: every route of the table, asked in every way that a foreign page, a foreign
// program or a forged form could, changes nothing and reads nothing.

import Foundation
import HTTPTypes
import LocalStore
import SupportDesk
import Testing

@testable import DeskPage

/// One thing that is wrong with a request.
struct Attack: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    var isForWritesOnly = false
    /// Whether it holds for the exchange of a ticket, too.
    var isForOpening = true
    let spoil: @Sendable (RequestJudge.Head) -> RequestJudge.Head

    var testDescription: String { name }

    static let foreignHosts: [Attack] =
        [
            "evil.example:7878", "127.0.0.1:9999", "127.0.0.1", "localhost", "[::1]",
            "0.0.0.0:7878",
            "127.0.0.1:7878.evil.example", "", "LOCALHOST:7878", "127.0.0.1:07878",
        ].map { (host: String) in
            Attack(name: "Host: \(host)", status: 421) { $0.with(host: host) }
        } + [
            Attack(name: "no Host, or two", status: 421) { $0.with(host: nil) },
            Attack(name: "a whole address as target", status: 421) { head in
                head.with(target: "http://127.0.0.1:7878" + head.target)
            },
        ]

    static let foreignOrigins: [Attack] =
        [
            "null", "https://evil.example", "http://127.0.0.1:9999", "http://localhost:7878",
            "https://127.0.0.1:7878", "http://127.0.0.1:7878/", "",
        ].map { (origin: String) in
            Attack(name: "Origin: \(origin)", status: 403) { $0.with(.origin, origin) }
        } + [
            Attack(name: "no Origin", status: 403, isForWritesOnly: true) { $0.with(.origin, nil) }
        ]

    static let foreignFetches: [Attack] = [
        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
        ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Dest", "frame"), ("Sec-Fetch-Dest", "object"),
        ("Sec-Fetch-Dest", "embed"),
    ].map { (name: String, value: String) in
        Attack(name: "\(name): \(value)", status: 403, isForOpening: false) { head in
            head.with(HTTPField.Name(name), value)
        }
    }

    static let wrongSecrets: [Attack] = [
        Attack(name: "no cookie", status: 401, isForOpening: false) { $0.with(.cookie, nil) },
        Attack(name: "another cookie", status: 401, isForOpening: false) { head in
            head.with(.cookie, "syncd=1; session=2")
        },
        Attack(name: "a wrong cookie", status: 401, isForOpening: false) { head in
            let name = head.fields[.cookie]?.split(separator: " ").last?.split(separator: "=").first
            return head.with(.cookie, "\(name ?? "")=\(String(repeating: "0", count: 64))")
        },
        Attack(name: "an empty cookie", status: 401, isForOpening: false) { head in
            let name = head.fields[.cookie]?.split(separator: " ").last?.split(separator: "=").first
            return head.with(.cookie, "\(name ?? "")=")
        },
        Attack(name: "no token", status: 403, isForWritesOnly: true) { head in
            head.with(.writeToken, nil)
        },
        Attack(name: "a wrong token", status: 403, isForWritesOnly: true) { head in
            head.with(.writeToken, String(repeating: "0", count: 64))
        },
    ]

    static let forgedForms: [Attack] =
        [
            "application/x-www-form-urlencoded", "image/png", "text/plain",
            "multipart/form-data; boundary=x",
            "application/jsonp", "",
        ].map { (type: String) in
            Attack(name: "Content-Type: \(type)", status: 415, isForWritesOnly: true) {
                $0.with(.contentType, type)
            }
        } + [
            Attack(name: "no Content-Type", status: 415, isForWritesOnly: true) { head in
                head.with(.contentType, nil)
            },
            Attack(name: "Content-Encoding: gzip", status: 415, isForWritesOnly: true) { head in
                head.with(.contentEncoding, "gzip")
            },
            Attack(name: "a body too long", status: 413, isForWritesOnly: true) { head in
                let isDocument = head.fields[.contentType] == BodyKind.document.mediaType
                return head.with(.contentLength, isDocument ? "2147483649" : "2097153")
            },
        ]

    static let all = foreignHosts + foreignOrigins + foreignFetches + wrongSecrets + forgedForms
}

extension RequestJudge.Head {
    fileprivate func with(host: String?) -> Self {
        Self(method: method, target: target, host: host, fields: fields)
    }

    fileprivate func with(target: String) -> Self {
        Self(method: method, target: target, host: host, fields: fields)
    }

    fileprivate func with(_ name: HTTPField.Name?, _ value: String?) -> Self {
        var fields = fields
        if let name { fields[name] = value }
        return Self(method: method, target: target, host: host, fields: fields)
    }
}

extension DeskRoute {
    /// An address of the route, with something in place of every name.
    var example: String {
        path.text.replacing("{list}", with: "category").replacing("{id}", with: "2-1")
            .replacing("{key}", with: "new")
    }
}

@Suite struct SecurityTests {
    @Test(arguments: Attack.all)
    func `whoever may not ask is refused on every route, unread, and nothing changes`(
        attack: Attack
    ) async throws {
        let page = try TestPage()
        _ = try await page.ticket()
        let mark = try page.desk.mark()
        for route in page.responder.table.routes {
            if attack.isForWritesOnly, !route.isWrite { continue }
            if !attack.isForOpening, route.access == .opening { continue }
            let place = "\(route.method.rawValue) \(route.path.text)"
            let head = attack.spoil(
                page.head(route.method, route.example, kind: route.bodyKind))
            let body = TestBody(
                Array(#"{"title":"forged","name":"forged","text":"forged"}"#.utf8))
            let answer = await page.responder.answer(head, body: body)
            #expect(answer.status == attack.status, "\(place)")
            #expect(!body.isRead, "\(place)")
            #expect(try answer.document()["error"]?["code"]?.string != nil, "\(place)")
        }
        #expect(try page.desk.mark() == mark)
        #expect(try page.desk.store.settings(under: "").isEmpty)
    }

    @Test func `every answer bears the headers that keep the page to itself, and none of CORS`()
        async throws
    {
        let page = try TestPage()
        let heads = page.responder.table.routes.flatMap { route in
            [
                page.head(route.method, route.example),
                page.head(route.method, route.example, host: "evil.example"),
            ]
        }
        for head in heads + [page.head(.get, "/none"), page.head(.options, "/api/tickets")] {
            let fields = await page.answer(head).fields
            let policy = fields[.contentSecurityPolicy] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(fields[.xContentTypeOptions] == "nosniff")
            #expect(fields[.frameOptions] == "DENY")
            #expect(fields[.referrerPolicy] == "no-referrer")
            #expect(fields[.openerPolicy] == "same-origin")
            #expect(fields[.resourcePolicy] == "same-origin")
            #expect(["no-store", "no-cache"].contains(fields[.cacheControl]))
            #expect(!fields.contains { $0.name.canonicalName.hasPrefix("access-control") })
        }
    }

    @Test func `a pass lets one browser in, once, within a minute`() async throws {
        let page = try TestPage()
        let first = page.responder.state.passes.issue()
        var head = page.head(.get, "/open?pass=\(first)")
        head = RequestJudge.Head(
            method: .get, target: head.target, host: head.host, fields: [.accept: "text/html"])
        let opened = await page.answer(head)
        #expect(opened.status == 200)
        let cookie = try #require(opened.fields[.setCookie])
        #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"))
        #expect(cookie.hasPrefix("\(page.secret.cookieName)=\(page.secret.cookieValue);"))
        #expect(!opened.text.contains(first))

        let again = await page.answer(head)
        #expect(again.status == 403 && again.fields[.setCookie] == nil)
        #expect(again.text.contains("syncd open"))
        let late = page.responder.state.passes.issue()
        page.clock.advance(seconds: DeskPageLimits.passSeconds)
        let tooLate = await page.answer(page.head(.get, "/open?pass=\(late)"))
        #expect(tooLate.status == 403)
        let none = await page.answer(page.head(.get, "/open"))
        #expect(none.status == 403)
    }

    @Test func `passes that nobody uses are forgotten, the oldest first`() throws {
        let passes = OpeningPasses(now: { 0 })
        let issued = (0...DeskPageLimits.passes).map { _ in passes.issue() }
        #expect(Set(issued).count == issued.count)
        #expect(!passes.redeem(issued[0]))
        #expect(passes.redeem(issued[1]) && passes.redeem(issued[DeskPageLimits.passes]))
    }

    @Test func `cookie, its name and the token are made of the secret, and say nothing of it`()
        throws
    {
        let secret = PageSecret()
        let same = try #require(PageSecret(bytes: secret.bytes))
        #expect(same.cookieValue == secret.cookieValue && same.writeToken == secret.writeToken)
        #expect(same.cookieName == secret.cookieName)
        let texts = [secret.cookieValue, secret.writeToken, Hexadecimal.text(secret.bytes)]
        #expect(Set(texts).count == 3)
        #expect(PageSecret().cookieValue != secret.cookieValue)
        #expect(PageSecret(bytes: Data([1, 2, 3])) == nil)
        #expect(!Comparison.isEqual("", to: "x") && !Comparison.isEqual("y", to: "x"))
    }

    @Test func `whoever comes without the cookie and wants to read is told what to do`()
        async throws
    {
        let page = try TestPage()
        let head = RequestJudge.Head(
            method: .get, target: "/", host: "localhost:7878", fields: [.accept: "text/html,*/*"])
        let answer = await page.answer(head)
        #expect(answer.status == 401)
        #expect(answer.fields[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text.contains("syncd open"))
    }

    @Test func `an asset is sent once, and nothing else is a file`() async throws {
        let page = try TestPage()
        let script = await page.answer(page.head(.get, "/parts/main.js"))
        #expect(script.text == "export {}")
        #expect(script.fields[.contentType] == "text/javascript; charset=utf-8")
        var again = page.head(.get, "/parts/main.js")
        var fields = again.fields
        fields[.ifNoneMatch] = script.fields[.eTag]
        again = RequestJudge.Head(
            method: .get, target: again.target, host: again.host, fields: fields)
        #expect(await page.answer(again).status == 304)
        for target in ["/parts/../page.secret", "/parts/%2e%2e/x", "/parts", "/index.html", "//"] {
            #expect(await page.answer(page.head(.get, target)).status == 404)
        }
    }
}
