// The blanking of comments and literals, on the shapes that would mislead a counter of braces.

import Testing

@Suite struct `Swift code without comments and literals` {
    @Test(arguments: [
        ("a // {\nb", "a     \nb"),
        ("a /* { /* } */ { */ b", "a                   b"),
        (#"x = "{" + y"#, #"x =     + y"#),
        (#"x = "\"{" + y"#, #"x =       + y"#),
        (#"x = "\(f("}")) {" }"#, #"x =               }"#),
        (##"x = #"\{"{ "# }"##, ##"x = #         }"##),
        ("func `a } b`() {}", "func        () {}"),
        ("x = /\\/{/ }", "x =       }"),
        ("x = #/ { /# }", "x =         }"),
        ("x = a / b / c }", "x = a / b / c }"),
        ("#if os(Linux)\n{", "#if os(Linux)\n{"),
    ])
    func `blanks a literal and nothing else`(text: String, code: String) {
        #expect(SwiftCode.blanked(text) == code)
    }

    @Test func `a string of many lines keeps its lines`() {
        let text = "a = \"\"\"\n  { \"quoted\" \\(b { 1 }) }\n  \"\"\"\nc {"
        let code = SwiftCode.blanked(text)
        #expect(code.split(separator: "\n").last == "c {")
        #expect(code.utf8.count == text.utf8.count)
        #expect(code.filter { $0 == "{" }.count == 1)
        #expect(code.filter { $0 == "\n" }.count == 3)
    }

    @Test(arguments: ["\"", "\"\"\"", "/*", "`", "#\"", "\"\\", "\"\\(", "#/", "/", "#", "\"\\(\""])
    func `a text that ends inside of a literal is read to its end`(text: String) {
        #expect(SwiftCode.blanked(text).utf8.count == text.utf8.count)
    }

    @Test func `letters of many bytes keep their places`() {
        let code = SwiftCode.blanked("// Zürich\nlet größe = 1")
        #expect(code.hasSuffix("\nlet größe = 1"))
    }
}
