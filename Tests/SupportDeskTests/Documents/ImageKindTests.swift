// Images are what their bytes are: whole files of four formats, and nothing that is more than that.

import SupportDesk
import Testing

@Suite struct ImageKindTests {
    /// The smallest whole file of each format.
    static let images: [(ImageKind, [UInt8])] = [
        (.png, Sample.png), (.jpeg, Sample.jpeg), (.gif, Sample.gif), (.webp, Sample.webp),
    ]

    @Test(arguments: images)
    func `a whole image is one`(kind: ImageKind, bytes: [UInt8]) {
        #expect(ImageKind(of: bytes) == kind)
        #expect(kind.mediaType == "image/\(kind)")
    }

    @Test(arguments: images)
    func `an image that is cut anywhere is none`(kind: ImageKind, bytes: [UInt8]) {
        for count in 0..<bytes.count { #expect(ImageKind(of: Array(bytes[..<count])) == nil) }
    }

    @Test(arguments: images)
    func `an image that goes on behind its end is none`(kind: ImageKind, bytes: [UInt8]) {
        for tail in ["x", "<script>alert(1)</script>", "PK\u{3}\u{4}", "\0"] {
            #expect(ImageKind(of: bytes + Array(tail.utf8)) == nil, "\(kind)")
        }
        #expect(ImageKind(of: [0x20] + bytes) == nil)
    }

    @Test(arguments: images)
    func `an image with garbled bytes traps nothing`(kind: ImageKind, bytes: [UInt8]) {
        for index in bytes.indices {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var garbled = bytes
                garbled[index] = value
                let found = ImageKind(of: garbled)
                #expect(found == nil || found == kind)
            }
        }
    }

    @Test(arguments: [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<html><script>alert(1)</script></html>", "%PDF-1.7", "GIF89a", "GIF89a/*", "BM", "",
        "RIFF\0\0\0\0WEBP", "\u{89}PNG", "#!/bin/sh",
    ])
    func `what is no image is none`(text: String) {
        #expect(ImageKind(of: Array(text.utf8)) == nil)
    }

    @Test func `an image that claims more pixels than fit is none`() {
        var png = Sample.png
        png.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
        #expect(ImageKind(of: png) == nil)
        png.replaceSubrange(16..<24, with: [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(ImageKind(of: png) == nil)
    }

    private enum Sample {
        static let png: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
            + chunk("tEXt", Array("Comment\0<b>".utf8)) + chunk("IDAT", [1, 2, 3])
            + chunk("IEND", [])

        private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
            // The checksum is for decoders; the walk does not read it.
            [0, 0, 0, UInt8(bytes.count)] + Array(name.utf8) + bytes + [9, 9, 9, 9]
        }

        static let jpeg: [UInt8] =
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0x4A, 0x46]
            + [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]
            + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0xFF, 0xD0, 0x34]
            + [0xFF, 0xD9]

        static let gif: [UInt8] =
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
            + [0x21, 0xF9, 4, 1, 0, 0, 0, 0]
            + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0] + [0x3B]

        static let webp: [UInt8] =
            Array("RIFF".utf8) + [22, 0, 0, 0] + Array("WEBPVP8 ".utf8) + [10, 0, 0, 0]
            + [0, 0, 0, 0x9D, 0x01, 0x2A, 1, 0, 1, 0]
    }
}
