// The checksum of frames: finds every bit flip and burst that a cut or garbled body brings.

/// CRC-32C (Castagnoli), as in RFC 3720, appendix B.4.
public enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { word, _ in
            word & 1 == 1 ? word >> 1 ^ 0x82F6_3B78 : word >> 1
        }
    }

    /// - Complexity: O(n).
    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let table = table
        var word: UInt32 = 0xFFFF_FFFF
        for byte in bytes { word = table[Int((word ^ UInt32(byte)) & 0xFF)] ^ word >> 8 }
        return ~word
    }
}
