// The page's files as they stand in the program, served without what only its readers need.

import CDeskAssets
import DeskPage

extension PageAsset {
    /// The files that are part of the program, in the order of the C table.
    static let embedded: [PageAsset] = (0..<desk_asset_count()).compactMap { index in
        guard let asset = desk_asset_at(index)?.pointee else { return nil }
        let name = String(cString: asset.name)
        let bytes = UnsafeBufferPointer(start: asset.bytes, count: asset.length)
        return PageAsset(
            path: name == "index.html" ? "/" : "/" + name,
            mediaType: String(cString: asset.media_type),
            bytes: lean(bytes, isStyle: name.hasSuffix(".css")))
    }

    /// The text without what only its readers need: indentation, empty lines, lines that are a
    /// comment, and the end of a line behind which a sentence of these languages always goes on;
    /// of styles also blanks behind punctuation.
    /// It is a quarter of the page's weight. None of its files has a text that runs over several
    /// lines, to which this would matter; a test looks at every one of them.
    ///
    /// - Complexity: O(bytes).
    static func lean(_ text: some Sequence<UInt8>, isStyle: Bool) -> [UInt8] {
        let blanks: Set = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        var lean: [UInt8] = []
        for line in Array(text).split(separator: UInt8(ascii: "\n")) {
            let line = line.drop(while: blanks.contains)
            guard !line.isEmpty, !isComment(line) else { continue }
            lean += isStyle ? tight(line) : Array(line)
            if !goesOn(line) { lean.append(UInt8(ascii: "\n")) }
        }
        return lean
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "//".utf8)
            || line.starts(with: "/*".utf8) && line.suffix(2).elementsEqual("*/".utf8)
    }

    /// A test sees to it that no quoted text of a style has such blanks.
    private static func tight(_ line: ArraySlice<UInt8>) -> [UInt8] {
        line.indices.compactMap { index in
            let isBehind = index > line.startIndex && ":,;{".utf8.contains(line[index - 1])
            return line[index] == UInt8(ascii: " ") && isBehind ? nil : line[index]
        }
    }

    /// Where a comment may stand behind the code, the line ends as it does.
    private static func goesOn(_ line: ArraySlice<UInt8>) -> Bool {
        guard let last = line.last, ",;([{".utf8.contains(last) else { return false }
        return !zip(line, line.dropFirst()).contains { $0 == 47 && $1 == 47 }
    }
}
