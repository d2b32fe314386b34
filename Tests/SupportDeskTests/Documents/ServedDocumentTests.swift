// What leaves a server with a document's bytes: whatever a name says, and whatever is asked for.

import LocalStore
import SyncEngine
import Testing

@testable import SupportDesk

@Suite struct ServedDocumentTests {
    private static let hash =
        ContentHash(String(repeating: "0a", count: 32)).unsafelyUnwrapped  // spelled right

    private func answer(
        named name: String = "a.txt", size: Int64 = 10, image: ImageKind? = nil,
        range: String? = nil, ifRange: String? = nil
    ) -> ServedDocument.Answer {
        ServedDocument(name: name, hash: Self.hash, size: size, image: image)
            .answer(range: range, ifRange: ifRange)
    }

    private func value(_ name: String, _ answer: ServedDocument.Answer) -> String? {
        let values = answer.fields.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }

    @Test func `a document is a file to save, and nothing else`() {
        let answer = answer(named: "page.html")
        #expect(answer.status == 200)
        #expect(value("Content-Type", answer) == "application/octet-stream")
        #expect(value("Content-Disposition", answer)?.hasPrefix("attachment; ") == true)
        #expect(value("X-Content-Type-Options", answer) == "nosniff")
        #expect(value("Content-Security-Policy", answer) == "default-src 'none'; sandbox")
        #expect(value("ETag", answer) == "\"\(Self.hash)\"")
    }

    @Test func `a checked image may be shown, under the same guard`() {
        let answer = answer(named: "pump.exe", image: .jpeg)
        #expect(value("Content-Type", answer) == "image/jpeg")
        #expect(value("Content-Disposition", answer)?.hasPrefix("inline; ") == true)
        #expect(value("X-Content-Type-Options", answer) == "nosniff")
        #expect(value("Content-Security-Policy", answer) == "default-src 'none'; sandbox")
    }

    static let names = [
        "../../x", "/etc/passwd", "C:\\x", "a\0b", "a\r\nSet-Cookie: x=1", "a\"; filename=\"b.exe",
        "\u{202E}gpj.exe", "\u{2066}a\u{2069}", "\u{FEFF}a", "ä — 写真.png", "100%41.txt", "\u{85}",
        "a\u{2028}b", "", "...", " ", "CON", "nul.txt", String(repeating: "x", count: 4_000),
        String(repeating: "é", count: 4_000) + ".pdf", "\u{1B}[2J", "a;b=c'd", "🏳️‍🌈.gif",
    ]

    @Test(arguments: names)
    func `no name breaks out of its header`(name: String) throws {
        for field in answer(named: name).fields {
            #expect(field.value.utf8.allSatisfy { (32...126).contains($0) }, "\(field)")
        }
        let disposition = try #require(value("Content-Disposition", answer(named: name)))
        #expect(disposition.utf8.count < 1_000)
        #expect(disposition.filter { $0 == "\"" }.count == 2)
        let form = /attachment; filename="[^"\\%]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+\-.^_`|~%]+/
        #expect(disposition.wholeMatch(of: form) != nil, "\(disposition)")
    }

    @Test(arguments: names)
    func `no name leaves its folder, hides, or lies about its ending`(name: String) {
        let safe = SafeFileName(name).description
        #expect(!safe.isEmpty && safe.utf8.count <= 200)
        #expect(!safe.hasPrefix(".") && !safe.hasSuffix(" ") && !safe.hasSuffix("."))
        #expect(!safe.contains("/") && !safe.contains("\\"))
        let kinds: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator]
        #expect(safe.unicodeScalars.allSatisfy { !kinds.contains($0.properties.generalCategory) })
        #expect(SafeFileName(safe).description == safe)
    }

    @Test func `names that are harmless stay, and long ones keep their ending`() {
        #expect(SafeFileName("Grundriß, 2. Stock.pdf").description == "Grundriß, 2. Stock.pdf")
        #expect(SafeFileName("../../x").description == "_.._x")
        #expect(
            SafeFileName(String(repeating: "x", count: 900) + ".pdf").description.hasSuffix("x.pdf")
        )
        #expect(SafeFileName("con.txt").description == "_con.txt")
        #expect(SafeFileName("...").description == "document")
    }

    @Test(arguments: [
        ("bytes=0-", 0, 10), ("bytes=3-5", 3, 6), ("bytes=9-", 9, 10), ("bytes=-4", 6, 10),
        ("bytes=-99", 0, 10), ("bytes=2-99999999999", 2, 10),
    ])
    func `a part is answered as that part`(range: String, start: Int64, end: Int64) {
        let answer = answer(range: range)
        #expect(answer.status == 206)
        #expect(answer.bytes == start..<end)
        #expect(value("Content-Range", answer) == "bytes \(start)-\(end - 1)/10")
    }

    @Test(arguments: ["bytes=10-", "bytes=99-100", "bytes=-0"])
    func `a part behind the end is told the size`(range: String) {
        let answer = answer(range: range)
        #expect(answer.status == 416)
        #expect(answer.bytes.isEmpty)
        #expect(value("Content-Range", answer) == "bytes */10")
    }

    @Test(arguments: [
        "bytes=5-3", "bytes=a-b", "bytes=", "bytes=-", "bytes=1-2,4-5", "bytes=+1-2", "lines=1-2",
        "bytes=99999999999999999999-", "bytes = 1-2", "",
    ])
    func `what is no single part is answered with the whole`(range: String) {
        let answer = answer(range: range)
        #expect(answer.status == 200)
        #expect(answer.bytes == 0..<10)
        #expect(value("Content-Range", answer) == nil)
    }

    @Test func `a part of other bytes is answered with the whole`() {
        #expect(answer(range: "bytes=3-", ifRange: "\"other\"").status == 200)
        #expect(answer(range: "bytes=3-", ifRange: "\"\(Self.hash)\"").status == 206)
    }

    @Test func `of an empty document there is no part`() {
        #expect(answer(size: 0).bytes.isEmpty)
        #expect(answer(size: 0, range: "bytes=0-").status == 416)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (2_100_000, "2.1 MB"),
        (999_949, "999.9 kB"), (999_950, "1.0 MB"), (2_147_483_648, "2.1 GB"),
    ])
    func `sizes are written as people read them`(bytes: Int64, text: String) {
        #expect(ByteCount(bytes).description == text)
    }

    @Test func `sizes are read with their units`() {
        #expect(ByteCount("500MB")?.bytes == 500_000_000)
        #expect(ByteCount("2 GB")?.bytes == 2_000_000_000)
        #expect(ByteCount("4000")?.bytes == 4_000)
        for text in ["", "MB", "-1", "2 miles", "99999999999TB"] { #expect(ByteCount(text) == nil) }
    }
}
