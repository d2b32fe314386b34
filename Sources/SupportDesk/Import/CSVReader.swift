// Comma-separated values, one record at a time, with the line of every mistake.

/// Reads CSV records from chunks of bytes.
///
/// A field in quotes may hold separators, line breaks and doubled quotes; lines end with LF or
/// CRLF; a byte order mark and empty lines are passed over. The separator is a comma, or a
/// semicolon or tab if the first line holds one of these and no comma.
/// Source: RFC 4180.
struct CSVReader {
    struct Record: Equatable {
        /// The line on which it begins, from 1.
        let line: Int
        let fields: [String]
    }

    private let nextChunk: () throws -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var separator = UInt8(ascii: ",")
    private var isAtStart = true

    /// - Parameter nextChunk: gives the bytes that follow, none at the end.
    init(_ nextChunk: @escaping () throws -> [UInt8]) { self.nextChunk = nextChunk }

    init(_ text: String) {
        var rest = Array(text.utf8)
        self.init {
            defer { rest = [] }
            return rest
        }
    }

    /// The next record, or `nil` at the end.
    /// - Throws: ``DeskError`` `bad_file` that names the line.
    /// - Complexity: O(bytes of the record).
    mutating func next() throws -> Record? {
        if isAtStart { try start() }
        while let byte = try peek(), byte == 0x0A || byte == 0x0D { try skipLineBreak() }
        guard try peek() != nil else { return nil }
        let first = line
        var fields: [String] = []
        var size = 0
        while true {
            let (bytes, isLast) = try field(startingOn: first)
            size += bytes.count
            guard size <= ImportLimits.maximumRecordBytes else {
                throw error(first, "The record is too large.")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw error(line, "The text is not UTF-8.")
            }
            fields.append(text)
            guard fields.count <= ImportLimits.maximumColumns else {
                throw error(first, "The record has too many fields.")
            }
            if isLast { return Record(line: first, fields: fields) }
        }
    }

    private mutating func start() throws {
        isAtStart = false
        while !chunk.contains(0x0A), chunk.count < ImportLimits.chunkBytes {
            let more = try nextChunk()
            if more.isEmpty { break }
            chunk += more
        }
        if chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let head = chunk[position...].prefix { $0 != 0x0A }
        guard !head.contains(separator) else { return }
        separator = [UInt8(ascii: ";"), 0x09].first { head.contains($0) } ?? separator
    }

    /// One field, and whether it ends the record.
    private mutating func field(startingOn first: Int) throws -> (bytes: [UInt8], isLast: Bool) {
        if try peek() == UInt8(ascii: "\"") { return try quotedField() }
        var bytes: [UInt8] = []
        while let byte = try peek() {
            if byte == separator {
                position += 1
                return (bytes, false)
            }
            if byte == 0x0A || byte == 0x0D {
                try skipLineBreak()
                return (bytes, true)
            }
            if byte == UInt8(ascii: "\"") {
                throw error(line, "A quote stands inside of a field that does not begin with one.")
            }
            bytes.append(byte)
            position += 1
            guard bytes.count <= ImportLimits.maximumRecordBytes else {
                throw error(first, "The record is too large.")
            }
        }
        return (bytes, true)
    }

    private mutating func quotedField() throws -> (bytes: [UInt8], isLast: Bool) {
        let first = line
        var bytes: [UInt8] = []
        position += 1
        while let byte = try peek() {
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard try peek() == byte else { return (bytes, try isLastAfterQuote()) }
                position += 1
            }
            if byte == 0x0A { line += 1 }
            bytes.append(byte)
            guard bytes.count <= ImportLimits.maximumRecordBytes else {
                throw error(first, "A quoted field is too large, or its closing quote is missing.")
            }
        }
        throw error(first, "A quoted field is not closed.")
    }

    private mutating func isLastAfterQuote() throws -> Bool {
        guard let byte = try peek() else { return true }
        if byte == separator {
            position += 1
            return false
        }
        guard byte == 0x0A || byte == 0x0D else {
            throw error(line, "Something follows the closing quote of a field.")
        }
        try skipLineBreak()
        return true
    }

    private mutating func skipLineBreak() throws {
        let byte = try peek()
        position += 1
        if byte == 0x0D, try peek() == 0x0A { position += 1 }
        line += 1
    }

    private mutating func peek() throws -> UInt8? {
        if position == chunk.count {
            chunk = try nextChunk()
            position = 0
        }
        return chunk.isEmpty ? nil : chunk[position]
    }

    private func error(_ line: Int, _ message: String) -> DeskError {
        DeskError(.badFile, "Line \(line): \(message)", hint: "Mend the file and import it again.")
    }
}
