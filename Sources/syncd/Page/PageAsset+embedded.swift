// The page's files as they stand in the program, served without what only its readers need.

import CDeskAssets
import DeskPage

extension PageAsset {
    /// The files that are part of the program, in the order of the C table.
    static let embedded: [PageAsset] = (0..<desk_asset_count()).compactMap { index in
        guard let asset = desk_asset_at(index)?.pointee else { return nil }
        let name = String(cString: asset.name)
        return PageAsset(
            path: name == "index.html" ? "/" : "/" + name,
            mediaType: String(cString: asset.media_type),
            bytes: lean(UnsafeBufferPointer(start: asset.bytes, count: asset.length)))
    }

    /// The text without indentation, empty lines and lines that are a `//` comment: a fifth of the
    /// page's weight. None of its files has a text that runs over several lines, to which this
    /// would matter; a test looks at every one of them.
    ///
    /// - Complexity: O(bytes).
    static func lean(_ text: some Sequence<UInt8>) -> [UInt8] {
        let blanks: Set = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        let lines = Array(text).split(separator: UInt8(ascii: "\n"))
        let kept = lines.map { $0.drop(while: blanks.contains) }
            .filter { !$0.isEmpty && !$0.starts(with: "//".utf8) }
        return Array(kept.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    }
}
