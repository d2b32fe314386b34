// The measures, on snippets that keep them by one line and break them by one.

import Testing

@Suite struct `Sizes are checked` {
    private func function(lines: Int, head: String = "func f() {") -> SourceFile {
        let body = Array(repeating: "    x()", count: lines - 2).joined(separator: "\n")
        return SourceFile("A.swift", "\(head)\n\(body)\n}\n")
    }

    @Test func `a file may have five hundred lines and no more`() {
        let line = "// x\n"
        let fits = SourceFile("A.swift", String(repeating: line, count: 500))
        let long = SourceFile("A.swift", String(repeating: line, count: 501))
        #expect(Sizes.fileFindings(in: fits).isEmpty)
        #expect(Sizes.fileFindings(in: long).map(\.message).first?.hasPrefix("501 ") == true)
    }

    @Test(arguments: [
        "func f() {", "init() {", "    init?<T>(from x: T) throws {", "subscript(i: Int) -> Int {",
        "deinit {", "var total: Int {", "let x = 1; func g() async throws(Oops) -> [Int] {",
        "func f(_ body: () -> Void = {}) {", "func == (left: A, right: A) -> Bool {",
        "public static func `a } sentence`() {",
    ])
    func `a function may have seventy lines and no more`(head: String) {
        #expect(Sizes.functionFindings(in: function(lines: 70, head: head)).isEmpty)
        #expect(Sizes.functionFindings(in: function(lines: 71, head: head)).count == 1)
    }

    @Test func `a long signature counts`() {
        let head = "func f(\n    a: Int,\n    b: Int\n) {"
        #expect(Sizes.functionFindings(in: function(lines: 67, head: head)).isEmpty)
        #expect(Sizes.functionFindings(in: function(lines: 68, head: head)).count == 1)
    }

    @Test func `braces in strings and comments do not count`() {
        let text = "func f() {\n    print(\"}\") // }\n    /* } */\n}\nfunc g() {}\n"
        let spans = FunctionSpan.all(in: SourceFile("A.swift", text))
        #expect(
            spans == [
                FunctionSpan(name: "f", line: 1, length: 4),
                FunctionSpan(name: "g", line: 5, length: 1),
            ])
    }

    @Test func `a requirement without a body does not take the next one's`() {
        let text =
            "protocol P {\n    func a() -> Int\n    init(x: Int)\n    var b: Int { get }\n}\n"
            + "struct S {\n    let c = S.init(x: 1)\n    func d() {\n    }\n}\n"
        let spans = FunctionSpan.all(in: SourceFile("A.swift", text))
        #expect(spans.map(\.name) == ["b", "d"])
        #expect(spans.map(\.length) == [1, 2])
    }

    @Test func `a function within a function is found on its own too`() {
        let text = "func a() {\n    func `b c`() {\n    }\n}\n"
        let spans = FunctionSpan.all(in: SourceFile("A.swift", text))
        #expect(spans.map(\.name) == ["a", "b c"])
        #expect(spans.map(\.length) == [4, 2])
    }

    @Test func `columns are counted in characters`() {
        let fits = String(repeating: "ü", count: 100)
        #expect(Sizes.columnFindings(in: SourceFile("A.h", fits + "\n")).isEmpty)
        let wide = Sizes.columnFindings(in: SourceFile("A.h", "short\n\(fits)x\n"))
        #expect(wide.map(\.line) == [2])
    }

    @Test(arguments: [
        ("Sources/A.swift", "", true), ("Sources/B/module.modulemap", "", true),
        ("scripts/run", "#!/bin/sh\n", true), ("README.md", "", false), ("LICENSE", "", false),
    ])
    func `code is measured, prose is not`(path: String, text: String, isCode: Bool) {
        #expect(Sizes.isCode(SourceFile(path, text)) == isCode)
    }
}
