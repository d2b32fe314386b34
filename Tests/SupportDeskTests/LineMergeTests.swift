// The suggested merge of two texts: takes what one side changed, keeps both where both did.

import SupportDesk
import Testing

@Suite struct LineMergeTests {
    private let base = "one\ntwo\nthree\nfour\nfive"

    @Test func `changes of different lines are both taken`() {
        let merge = LineMerge(
            base: base, "ONE\ntwo\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nFIVE")
        #expect(merge.text == "ONE\ntwo\nthree\nfour\nFIVE")
        #expect(merge.overlaps == 0)
    }

    @Test func `a line that one side took out is gone, one that it put in is there`() {
        let merge = LineMerge(
            base: base, "one\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nand a half\nfive")
        #expect(merge.text == "one\nthree\nfour\nand a half\nfive")
        #expect(merge.overlaps == 0)
    }

    @Test func `one line changed in two ways stands in both, and is counted`() {
        let merge = LineMerge(
            base: base, "one\nzwei\nthree\nfour\nfive", "one\ndeux\nthree\nfour\nfive")
        #expect(merge.text == "one\nzwei\ndeux\nthree\nfour\nfive")
        #expect(merge.overlaps == 1)
    }

    @Test func `two additions at one place are both kept and contradict nothing`() {
        let merge = LineMerge(base: base, base + "\nsix", base + "\nseven")
        #expect(merge.text == base + "\nsix\nseven")
        #expect(merge.overlaps == 0)
    }

    @Test func `without a common base both texts stand`() {
        let merge = LineMerge(base: "", "left", "right")
        #expect(merge.text.split(separator: "\n").sorted() == ["left", "right"])
    }

    @Test func `line ends of other systems are kept byte for byte`() {
        let merge = LineMerge(base: "a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n")
        #expect(Array(merge.text.utf8) == Array("A\r\nb\r\nC\r\n".utf8))
    }

    @Test func `three versions are merged one after the other`() {
        let merge = LineMerge(
            base: base,
            of: [
                "ONE\ntwo\nthree\nfour\nfive", "one\ntwo\nTHREE\nfour\nfive",
                "one\ntwo\nthree\nfour\nFIVE",
            ])
        #expect(merge.text == "ONE\ntwo\nTHREE\nfour\nFIVE")
        #expect(merge.overlaps == 0)
    }

    @Test func `a text too long to compare counts as rewritten, and nothing is lost`() {
        let long = (0..<2_100).map { "base \($0)" }.joined(separator: "\n")
        let first = (0..<2_100).map { "first \($0)" }.joined(separator: "\n")
        let second = (0..<2_100).map { "second \($0)" }.joined(separator: "\n")
        let merge = LineMerge(base: long, first, second)
        #expect(merge.text == first + "\n" + second)
        #expect(merge.overlaps == 1)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `merging with the base gives the other side, and no added line is lost`(seed: UInt64) {
        var numbers = SeededNumbers(seed)
        let base = (0..<Int.random(in: 0...12, using: &numbers)).map { "line \($0)" }
        let first = Self.edited(base, "first", &numbers)
        let second = Self.edited(base, "second", &numbers)
        func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") }
        let text = joined(base)
        #expect(LineMerge(base: text, joined(first), text).text == joined(first))
        #expect(LineMerge(base: text, text, joined(second)).text == joined(second))
        #expect(LineMerge(base: text, joined(first), joined(first)).text == joined(first))
        let merged = LineMerge(base: text, joined(first), joined(second))
        let lines = Set(merged.text.split(separator: "\n").map(String.init))
        #expect(lines.isSuperset(of: (first + second).filter { !base.contains($0) }))
        let kept = base.filter { first.contains($0) && second.contains($0) }
        #expect(lines.isSuperset(of: kept), "what both kept stays")
        let reverse = LineMerge(base: text, joined(second), joined(first))
        #expect(merged.overlaps == reverse.overlaps)
    }

    /// Some lines taken out, some put in; every new line is unlike any other.
    private static func edited(
        _ lines: [String], _ name: String, _ numbers: inout SeededNumbers
    ) -> [String] {
        var result: [String] = []
        for line in lines {
            switch Int.random(in: 0...5, using: &numbers) {
            case 0: continue
            case 1: result += ["\(name) before \(line)", line]
            case 2: result.append("\(name) for \(line)")
            default: result.append(line)
            }
        }
        return result
    }
}
