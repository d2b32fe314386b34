// Reading CSV and JSON: what is odd but right is read, what is wrong is named with its line.

import Testing

@testable import SupportDesk

@Suite struct FileReaderTests {
    private func records(_ text: String, chunk: Int = 7) throws -> [[String]] {
        var rest = Array(text.utf8)[...]
        var reader = CSVReader {
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record.fields) }
        return records
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n\n\n1,\n", [["a", "b"], ["1", ""]]),
        ("\"a\",\"b \"\"c\"\"\"\n", [["a", "b \"c\""]]),
        ("\"a,b\",\"c\nd\"\r\n,\n", [["a,b", "c\nd"], ["", ""]]),
        ("\"\",\"\"", [["", ""]]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("é,ü\n名,🎫\n", [["é", "ü"], ["名", "🎫"]]),
        ("", []),
        ("\n\r\n", []),
    ])
    func `CSV is read, however it is cut into chunks`(text: String, expected: [[String]]) throws {
        for chunk in 1...9 { #expect(try records(text, chunk: chunk) == expected) }
    }

    @Test(arguments: [
        ("a,b\n1,\"2", "Line 2"), ("a,b\n1,2\n\"x\"y,2\n", "Line 3"),
        ("a\n\"1\n2\"\nx\"y\n", "Line 4"), ("a\n\"1\n2\n", "Line 2"),
    ])
    func `broken CSV is an error with its line`(text: String, line: String) {
        let error = #expect(throws: DeskError.self) { try records(text) }
        #expect(error?.code == .badFile)
        #expect(error?.message.hasPrefix(line + ":") == true, "\(error?.message ?? "")")
    }

    @Test func `a record knows the line on which it begins`() throws {
        var reader = CSVReader("a\n\"1\n2\"\n3\n")
        var lines: [Int] = []
        while let record = try reader.next() { lines.append(record.line) }
        #expect(lines == [1, 2, 4])
    }

    @Test func `bytes that are no UTF-8 and endless fields are refused`() {
        var isDone = false
        var broken = CSVReader {
            defer { isDone = true }
            return isDone ? [] : [0x61, 0x2C, 0xFF, 0x0A]
        }
        #expect(throws: DeskError.self) { try broken.next() }
        var endless = CSVReader { [UInt8](repeating: 0x61, count: 65_536) }
        #expect(throws: DeskError.self) { try endless.next() }
        var wide = CSVReader { [UInt8](repeating: UInt8(ascii: ","), count: 65_536) }
        #expect(throws: DeskError.self) { try wide.next() }
    }

    @Test func `JSON is read`() throws {
        let text =
            #" {"a": [1, -2, true, false, null, "x\n\u00e9\ud83c\udfab\/"], "b": {}, "c": 1.5e3} "#
        let expected: JSONValue = [
            "a": [1, -2, true, false, .null, "x\né🎫/"], "b": [:], "c": "1.5e3",
        ]
        #expect(try JSONParser.value(text) == expected)
        #expect(try JSONParser.value(expected.description) == expected)
        #expect(try JSONParser.value("9223372036854775807") == .integer(.max))
        #expect(try JSONParser.value("9223372036854775808") == "9223372036854775808")
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "\"\\ud800\\u0041\"", "01", "1.", "+1",
        "nul", "NaN", "\"a", "\"a\nb\"", "{\"a\" 1}", "[1] 2", "\"\\x\"", "'a'", "\"\\u00g0\"",
        "{1:2}",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: DeskError.self) { try JSONParser.value(text) }
    }

    @Test func `JSON that is nested too deeply is refused`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: DeskError.self) { try JSONParser.value(deep) }
    }

    @Test func `the elements of an array come with their lines`() throws {
        var found: [Int] = []
        try JSONParser.elements(Array("[\n{},\n\n{}]\n".utf8)) { line, _ in found.append(line) }
        #expect(found == [2, 4])
        #expect(throws: DeskError.self) {
            try JSONParser.elements(Array("{}".utf8)) { _, _ in }
        }
    }
}
