// Whatever people write stands in a page as text: no markup, no turned line, nothing lost.

import ClientPortal
import Foundation
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Texts of people in the portal` {
    /// What is written, and how the page's source spells it.
    private static let texts: [(written: String, spelled: String)] = [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("' onmouseover='alert(1)", "&apos; onmouseover=&apos;alert(1)"),
        ("</div></style></title><svg/onload=alert(1)>", "&lt;/div&gt;&lt;/style&gt;"),
        ("&lt;b&gt; &#60; &amp;", "&amp;lt;b&amp;gt; &amp;#60; &amp;amp;"),
        ("<!-- a --> <![CDATA[b]]> {{c}} ${d}", "&lt;!-- a --&gt; &lt;![CDATA[b]]&gt; {{c}}"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("gnp.\u{202E}exe \u{2066}x", "gnp.\u{202E}exe \u{2066}x"),
        ("👩🏽‍🔧 🇺🇦 e\u{301} \u{1D11E}", "👩🏽‍🔧 🇺🇦 e\u{301} \u{1D11E}"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("bell\u{7} escape\u{1B}[31m \u{9B}", "bell\u{FFFD} escape\u{FFFD}[31m \u{FFFD}"),
        (String(repeating: "ä<", count: 2_000), String(repeating: "ä&lt;", count: 2_000)),
    ]

    @Test func `markup, script, marks of direction and 4,000 characters are text`() async throws {
        try await PortalWorld.serving { world in
            let browser = try await world.browser()
            let sheet = try await browser.tickets()["Content-Security-Policy"]
            for (written, spelled) in Self.texts {
                let oneLine = written.split(separator: "\n").joined(separator: " ")
                // Titles are short; the long one is a description.
                let title = oneLine.utf8.count > 1_000 ? "Long" : oneLine
                let ticket = try world.ticket(title, written)
                try world.office.desk.comment(on: ticket, written, .toClient)
                try await world.office.sync()
                let page = try await browser.ticket(ticket)
                #expect(page.status == 200)
                #expect(page["Content-Security-Policy"] == sheet)
                let body = page.body.unicodeScalars.map(String.init).joined()
                #expect(body.components(separatedBy: spelled).count >= 3, "\(written.prefix(40))")
                for mark in ["<script", "<img", "<svg", "onerror='", "<!--", "<b>"] {
                    #expect(!page.body.contains(mark))
                }
                let tags = page.body.matches(of: /<\/?([a-z0-9]+)/).map { String($0.1) }
                #expect(Set(tags).isSubset(of: Self.ourTags))
            }
        }
    }

    /// Elements that pages are made of; the browser's own head among them.
    private static let ourTags: Set = [
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section",
        "h1",
        "h2", "p", "ol", "ul", "li", "a", "time", "span", "div", "bdi",
    ]

    @Test func `a document's name shows its true ending`() async throws {
        try await PortalWorld.serving { world in
            let ticket = try world.ticket()
            let name = "plan\u{202E}fdp.exe"
            try world.office.desk.attach(
                DocumentDraft(
                    name: name, content: String(repeating: "c", count: 64), size: 2_100_000,
                    audience: .toClient), to: ticket)
            try await world.office.sync()
            let page = try await world.browser().ticket(ticket).body
            #expect(page.contains("plan\u{FFFD}fdp.exe"))
            #expect(!page.contains(name))
            #expect(page.contains("2.1 MB"))
        }
    }
}
