// The real listeners: what comes over a socket is judged on both of them, as it was sent.

import HTTPTypes
import Foundation
import LocalStore
import SupportDesk
import Testing

@testable import DeskPage

@Suite(.serialized) struct ListenerTests {
    @Test func `foreign requests are refused on every route of both listeners`() async throws {
        try await LivePage.serving { live in
            let port = live.port
            let secret = live.page.secret
            let cookie = "Cookie: \(secret.cookieName)=\(secret.cookieValue)"
            let own = "Host: 127.0.0.1:\(port)"
            let form = [
                own, cookie, "Origin: http://127.0.0.1:\(port)",
                "Content-Type: application/x-www-form-urlencoded",
                "X-Syncd-CSRF: \(secret.writeToken)",
            ]
            let mark = try live.page.desk.mark()
            for route in live.page.responder.table.routes {
                for family in [AF_INET, AF_INET6] {
                    let line = "\(route.method.rawValue) \(route.example) HTTP/1.1"
                    var attacks: [(status: Int, fields: [String])] = [
                        (421, [cookie]), (421, ["Host: evil.example:\(port)", cookie]),
                        (421, [own, "Host: evil.example", cookie]),
                        (403, [own, cookie, "Origin: null"]),
                        (403, [own, cookie, "Origin: http://evil.example"]),
                    ]
                    if route.access == .cookie, !route.isWrite { attacks.append((401, [own])) }
                    if route.isWrite {
                        attacks += [(403, [own, cookie]), (415, form)]
                    }
                    for attack in attacks {
                        let answer = try await live.send(
                            line, attack.fields, route.isWrite ? "title=forged" : "", over: family)
                        #expect(
                            answer.hasPrefix("HTTP/1.1 \(attack.status) "),
                            "\(line) \(attack.fields): \(answer.prefix(80))")
                    }
                }
            }
            #expect(try live.page.desk.mark() == mark)
        }
    }

    @Test func `both loopback addresses answer under the three names, and no other`()
        async throws
    {
        try await LivePage.serving { live in
            let cookie = live.fields(isWrite: false)[1]
            for family in [AF_INET, AF_INET6] {
                for name in ["127.0.0.1", "[::1]", "localhost"] {
                    let answer = try await live.send(
                        "GET /api/session HTTP/1.1", ["Host: \(name):\(live.port)", cookie],
                        over: family)
                    #expect(answer.hasPrefix("HTTP/1.1 200 "))
                }
            }
            let old = try await live.send("GET /api/session HTTP/1.0", [cookie])
            #expect(old.contains(" 421 "))
        }
    }

    @Test func `a body that is longer than it may be is refused, told or not`() async throws {
        try await LivePage.serving { live in
            let fields = live.fields(isWrite: true)
            let long = String(repeating: "x", count: DeskPageLimits.bodyBytes + 1)
            let chunk = String(long.utf8.count, radix: 16) + "\r\n" + long + "\r\n0\r\n\r\n"
            let socket = try LoopbackSocket(port: live.port, family: AF_INET)
            let answer = await Task.detached {
                let head = ["POST /api/tickets HTTP/1.1"] + fields + ["Transfer-Encoding: chunked"]
                // Whoever is cut while sending is refused as well.
                try? socket.send(head.joined(separator: "\r\n") + "\r\n\r\n" + chunk)
                return socket.text(until: "body_too_large")
            }.value
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(try live.page.desk.ticketList().isEmpty)
        }
    }

    @Test func `a window hears of each change and of the hub, and ends when the page does`()
        async throws
    {
        try await LivePage.serving { live in
            let window = try LoopbackSocket(port: live.port, family: AF_INET)
            let fields = live.fields(isWrite: false)
            let desk = live.page.desk
            let hello = try await Task.detached {
                try window.send(
                    (["GET /api/events HTTP/1.1"] + fields + ["", ""]).joined(separator: "\r\n"))
                return window.text(until: "event: hello\ndata: {}\n\n")
            }.value
            #expect(hello.contains("Content-Type: text/event-stream"))
            #expect(hello.contains("retry: 1000"))

            let ticket = try desk.createTicket(TicketDraft(title: "Roof"))
            let changed = await Task.detached { window.text(until: "\"status\"") }.value
            #expect(changed.contains("event: changed\n"))
            #expect(changed.contains("\"tickets\":[\"\(ticket)\"]"))
            live.page.hub.say("Offline")
            let status = await Task.detached { window.text(until: "Offline") }.value
            #expect(status.contains("event: status\n"))
            await live.stop()
            let bye = await Task.detached { window.rest() }.value
            #expect(bye.contains("event: bye\n"))
        }
    }

    @Test func `two pages cannot have one port, and one that only prefers it takes another`()
        async throws
    {
        try await LivePage.serving { live in
            var configuration = try TestPage().configuration
            configuration.port = .exactly(live.port)
            let second = DeskPageServer(configuration: configuration)
            await #expect(throws: PageError.self) { try await second.run() }

            let (ports, listening) = AsyncStream.makeStream(of: Int.self)
            configuration.port = .preferably(live.port)
            configuration.onListening = { listening.yield($0) }
            let third = DeskPageServer(configuration: configuration)
            let running = Task { try await third.run() }
            let port = await ports.first { _ in true }
            #expect(port != nil && port != live.port)
            #expect(
                third.openingAddress()?.hasPrefix("http://127.0.0.1:\(port ?? 0)/open?") == true)
            running.cancel()
            _ = await running.result
        }
    }
}
