// The checks of README and specs, on pages that tell the truth and on pages that do not.

import Testing

@Suite struct `Documents are checked` {
    private let files: Set = ["Sources/A/A.swift", "Sources/A", "specs/a.md", "README.md"]

    private func path(items: [String]) -> [Finding] {
        let text =
            "# X\n\n\(Documents.pathHeading)\n\nProse.\n\n"
            + items.map { "1. \($0)\n" }.joined() + "\n## Next\n\n1. not an item of the path\n"
        return Documents.pathSectionFindings(
            in: SourceFile("README.md", text), exists: files.contains)
    }

    @Test func `a path of a dozen files that exist passes`() {
        let backticked = Array(repeating: "`Sources/A/A.swift` does it", count: 11)
        #expect(path(items: backticked + ["[A](Sources/A/A.swift): the link"]).isEmpty)
    }

    @Test func `a path that is too short, or missing, is found`() {
        #expect(path(items: ["`Sources/A/A.swift`"]).count == 1)
        let empty = SourceFile("README.md", "# X\n")
        let found = Documents.pathSectionFindings(in: empty, exists: files.contains)
        #expect(found.map(\.line) == [0])
    }

    @Test(arguments: [
        "no file at all", "`Sources/A/Gone.swift`", "a folder, `Sources/A`",
        "`Sources/A/A.swift` and `specs/a.md`",
    ])
    func `an item that does not name one file that exists is found`(item: String) {
        let good = Array(repeating: "`Sources/A/A.swift`", count: 11)
        #expect(path(items: good + [item]).map(\.line) == [18])
    }

    @Test func `links are followed from the folder of their page`() {
        let text =
            "[a](a.md#part) [b](../README.md) [c](https://x.org/y) [d](#part)\n"
            + "[e](README.md) `Sources/A` `Sources/Gone` `specs/*.json`\n"
        let found = Documents.linkFindings(
            in: SourceFile("specs/b.md", text), exists: files.contains)
        #expect(
            found.map(\.message) == [
                "specs/README.md does not exist", "Sources/Gone does not exist",
            ])
    }

    private func limits(_ rows: String) -> [Finding] {
        let source =
            "enum Limits {\n    public static let pageBytes: Int = 1_048_576\n"
            + "    static let wait = Duration.seconds(30) // a round\n}\n"
        return Documents.limitFindings(
            in: SourceFile("Limits.swift", source), page: SourceFile("limits.md", rows))
    }

    @Test func `limits that are documented with their values pass`() {
        #expect(
            limits("| `pageBytes` | 1,048,576 | x |\n| `wait` | `Duration.seconds(30)` | x |\n")
                == [])
    }

    @Test func `a limit without a row, another value, and a row without a limit are found`() {
        #expect(limits("| `pageBytes` | 1,048,576 | x |\n").map(\.line) == [3])
        let found = limits(
            "| `pageBytes` | 4 | x |\n| `wait` | Duration.seconds(30) | |\n| `old` | 1 | |")
        #expect(found.map(\.path) == ["Limits.swift", "limits.md"])
        #expect(found.map(\.line) == [2, 3])
    }

    private func promises(_ text: String) -> [String] {
        Documents.promiseFindings(
            in: SourceFile("promises.md", text), testNames: ["it holds", "it really holds"]
        ).map(\.message)
    }

    @Test(arguments: [
        "- **P1** Kept. Test: `it holds`\n",
        "- **P1** Kept after `kill -9`.\n  Tests: `it holds`,\n  `it really holds`\n",
        "| P12 | Kept. | Test: `it holds` |\n", "Prose about P3 `no test` here.\n",
    ])
    func `a promise with its test passes`(text: String) {
        #expect(promises(text) == [])
    }

    @Test func `a promise without a test, or with one that is gone, is found`() {
        #expect(promises("- **P1** Kept after `kill -9`.\n") == ["P1 names no test"])
        #expect(promises("P2 Kept. Test: `it holds`, `it held`\n") == ["P2: no test `it held`"])
        #expect(promises("- P3 Kept.\n\nTest: `it holds`\n") == ["P3 names no test"])
    }

    @Test func `the names of tests are read without their backticks`() {
        let file = SourceFile(
            "Tests/A/A.swift", "@Test func `it holds`() {}\nfunc `it`(x: Int) {}\n")
        let other = SourceFile("Sources/A/A.swift", "func `not a test`() {}\n")
        #expect(Documents.testNames(in: [file, other]) == ["it holds", "it"])
    }

    @Test func `a golden vector that no test names is found`() {
        let vectors = ["join.json", "codec.json", "rules.json"].map {
            SourceFile("specs/vectors/\($0)", "")
        }
        let test = SourceFile("Tests/A/A.swift", "load(\"join\")\nread(\"vectors/codec.json\")\n")
        let found = Documents.vectorFindings(vectors, tests: [test])
        #expect(found.map(\.path) == ["specs/vectors/rules.json"])
    }
}
