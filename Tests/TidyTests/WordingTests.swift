// Openings, leftovers, paths and names, on texts that pass and on texts that must not.

import Testing

@Suite struct `Wording is checked` {
    private func swift(_ text: String) -> SourceFile { SourceFile("Sources/A/A.swift", text) }

    @Test(arguments: [
        ("A.swift", "// What this is, and why it exists.\n\nimport B\n"),
        ("A.swift", "/// A long sentence that goes on\n/// in the next line.\nstruct A {}\n"),
        ("A.swift", "// A sentence of its own. And one more\n"),
        ("run", "#!/usr/bin/env bash\n# Runs it all from here.\n"),
        ("lib.sh", "# What every script needs first.\n"),
    ])
    func `a file that opens with a sentence passes`(path: String, text: String) {
        #expect(Wording.openingFindings(in: SourceFile(path, text)).isEmpty)
    }

    @Test(arguments: [
        ("A.swift", "import B\n// What this is, and why it exists.\n"), ("A.swift", ""),
        ("A.swift", "// A.swift\n// syncd\n\nimport B\n"), ("A.swift", "// Two words.\n"),
        ("A.swift", "\n// What this is, and why it exists.\n"),
        ("run", "#!/usr/bin/env bash\nset -e\n"), ("run", "#!/usr/bin/env bash\n"),
    ])
    func `a file that opens without a sentence is found`(path: String, text: String) {
        #expect(Wording.openingFindings(in: SourceFile(path, text)).count == 1)
    }

    @Test func `a leftover is found as a word only`() {
        let word = "TO" + "DO"
        let file = swift("// \(word): later\nlet a\(word)B = 1\n// (\(word))\n")
        #expect(Wording.leftoverFindings(in: file).map(\.line) == [1, 3])
    }

    @Test func `a path of one machine is found`() {
        let root = "/ro" + "ot"
        let text =
            "let a = \"\(root)/x\"\n// https://example.org\(root)/x\nlet b = x\(root)\n\(root)ed\n"
            + "cd \(root)\n"
        #expect(Wording.machinePathFindings(in: swift(text)).map(\.line) == [1, 5])
    }

    @Test func `a type name that says nothing is found`() {
        let text =
            "struct TicketManager {}\nfinal class Util {}\nenum Information {}\n"
            + "// struct RowHelper\ntypealias RowInfo = Int\nlet infoInfo = 1\n"
        #expect(Wording.nameFindings(in: swift(text)).map(\.line) == [1, 2, 5])
    }

    @Test func `a public type without an explanation is found`() {
        let text =
            "/// A.\npublic struct A {}\n\npublic enum B {}\n/// C.\n@frozen\npublic actor C {}\n"
            + "// D.\npublic final class D {}\nstruct E {}\n"
        #expect(Wording.documentationFindings(in: swift(text)).map(\.line) == [4, 9])
    }
}
