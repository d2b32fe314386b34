// Images for tests, made byte by byte.

/// Images for tests.
enum TestImage {
    /// A PNG of one pixel with words in it.
    static func png(saying words: String) -> [UInt8] {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]
        // zlib: one stored block of a filter byte and a grey pixel.
        let pixel: [UInt8] = [
            0x78, 0x01, 1, 2, 0, 0xFD, 0xFF, 0, 0x80, 0, 0x82, 0, 0x81,
        ]
        let chunks: [(type: String, data: [UInt8])] = [
            ("IHDR", header), ("tEXt", Array("Comment\0\(words)".utf8)), ("IDAT", pixel),
            ("IEND", []),
        ]
        return signature + chunks.flatMap { chunk($0.type, $0.data) }
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// CRC-32, as in RFC 2083, 15.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
        }
        return ~sum
    }
}
