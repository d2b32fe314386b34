// The structure of JPEG and WebP, walked from the first byte to the last.

extension ImageBytes {
    /// ITU-T T.81, B: segments from SOI to EOI, with a frame and at least one scan.
    mutating func isJPEG() -> Bool {
        guard take([0xFF, 0xD8]) else { return false }
        var hasFrame = false
        var hasScan = false
        while let marker = marker() {
            if marker == 0xD9 { return hasFrame && hasScan }
            guard let length = bigEndian(2), length >= 2 else { return false }
            let end = at + length - 2
            if Self.isFrame(marker) {
                guard skip(1) else { return false }
                let (height, width) = (bigEndian(2), bigEndian(2))
                guard Self.isReasonable(width, height) else { return false }
                hasFrame = true
            }
            guard skip(end - at) else { return false }
            guard marker == 0xDA else { continue }
            hasScan = true
            skipScan()
        }
        return false
    }

    /// The next marker's code; filling bytes before it are allowed.
    private mutating func marker() -> UInt8? {
        guard byte() == 0xFF else { return nil }
        while let code = byte() {
            guard code == 0xFF else { return code }
        }
        return nil
    }

    /// SOF0 to SOF15, without the tables that have numbers among them.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    /// To the next marker that is no part of the scan: an escaped byte and a restart are.
    private mutating func skipScan() {
        while let first = byte() {
            guard first == 0xFF, let second = byte() else { continue }
            guard second != 0, !(0xD0...0xD7).contains(second) else { continue }
            return stepBack(2)
        }
    }

    /// Google, WebP Container Specification (RFC 9649): chunks of a RIFF file, with pixels.
    mutating func isWebP() -> Bool {
        guard take("RIFF"), littleEndian(4) == count - 8, take("WEBP") else { return false }
        var hasPixels = false
        while !isAtEnd {
            let start = at
            guard skip(4), let length = littleEndian(4) else { return false }
            let end = at + length + length % 2
            stepBack(at - start)
            guard let isPixels = webPChunk() else { return false }
            hasPixels = hasPixels || isPixels
            guard skip(end - at) else { return false }
        }
        return hasPixels
    }

    /// Looks into a chunk for its measures.
    /// - Returns: whether it holds pixels; `nil` if it may not be shown.
    private mutating func webPChunk() -> Bool? {
        if take("VP8X") {
            guard skip(4 + 4), let width = littleEndian(3), let height = littleEndian(3),
                Self.isReasonable(width + 1, height + 1)
            else { return nil }
            return false
        }
        if take("VP8 ") {
            guard skip(4 + 3), take([0x9D, 0x01, 0x2A]), let width = littleEndian(2),
                let height = littleEndian(2),
                Self.isReasonable(width & 0x3FFF, height & 0x3FFF)
            else { return nil }
            return true
        }
        if take("VP8L") {
            guard skip(4), take([0x2F]), let packed = littleEndian(4),
                Self.isReasonable((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
            else { return nil }
            return true
        }
        if take("ANMF") { return true }
        return skip(4) ? false : nil
    }
}
