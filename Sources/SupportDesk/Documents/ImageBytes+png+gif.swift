// The structure of PNG and GIF, walked from the first byte to the last.

extension ImageBytes {
    /// W3C, Portable Network Graphics, 5: a signature, and chunks from IHDR to IEND.
    mutating func isPNG() -> Bool {
        guard take([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bigEndian(4) == 13,
            take("IHDR"), Self.isReasonable(bigEndian(4), bigEndian(4)), skip(5 + 4)
        else { return false }
        var hasPixels = false
        while let length = bigEndian(4) {
            if take("IEND") { return hasPixels && length == 0 && skip(4) }
            let isPixels = take("IDAT")
            guard isPixels || skip(4), skip(length + 4) else { return false }
            hasPixels = hasPixels || isPixels
        }
        return false
    }

    /// CompuServe, GIF 89a: a screen, and blocks up to the trailer.
    mutating func isGIF() -> Bool {
        guard take("GIF87a") || take("GIF89a"),
            Self.isReasonable(littleEndian(2), littleEndian(2)), let flags = byte(), skip(2),
            skip(Self.tableBytes(flags))
        else { return false }
        var hasPixels = false
        while let block = byte() {
            switch block {
            case 0x3B: return hasPixels
            case 0x21: guard skip(1), skipSubBlocks() else { return false }
            case 0x2C:
                guard skip(8), let flags = byte(), skip(Self.tableBytes(flags) + 1),
                    skipSubBlocks()
                else { return false }
                hasPixels = true
            default: return false
            }
        }
        return false
    }

    /// The colours that follow, three bytes each.
    private static func tableBytes(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }

    private mutating func skipSubBlocks() -> Bool {
        while let length = byte() {
            guard length > 0 else { return true }
            guard skip(Int(length)) else { return false }
        }
        return false
    }
}
