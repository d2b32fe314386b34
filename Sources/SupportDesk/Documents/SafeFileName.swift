// From a document's name, which is whatever somebody typed, to one that a file system can be given.

/// A name for a file in a folder: never a path, never hidden, never a trick on whoever reads it.
///
/// The document's own name stays as it is in its row. Here what could leave the folder, steer a
/// terminal or lie about the ending becomes an underscore.
public struct SafeFileName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Bytes of UTF-8; file systems take 255.
    static let maximumBytes = 200
    /// An ending longer than that is none, and is cut with the rest.
    private static let maximumEndingBytes = 16

    /// - Complexity: O(bytes of the name).
    public init(_ name: String) {
        let scalars = name.unicodeScalars.map { Self.isSafe($0) ? $0 : "_" }
        let trimmed = scalars.drop { $0 == "." || $0 == " " }
            .reversed().drop { $0 == "." || $0 == " " }.reversed()
        let text = Self.shortened(String(String.UnicodeScalarView(trimmed)))
        let stem = text.prefix { $0 != "." }.uppercased()
        description =
            text.isEmpty ? "document" : Self.devices.contains(stem) ? "_" + text : text
    }

    /// Letters, marks, digits, signs and blanks; no separators of paths or lines, nothing that is
    /// invisible or turns the direction of reading, nothing that some file system refuses.
    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: !"/\\:*?\"<>|".unicodeScalars.contains(scalar)
        }
    }

    /// At most ``maximumBytes``, whole characters, with its ending.
    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > maximumBytes else { return text }
        var ending = text.lastIndex(of: ".").map { String(text[$0...]) } ?? ""
        if ending.utf8.count > maximumEndingBytes { ending = "" }
        var stem = ""
        var left = maximumBytes - ending.utf8.count
        for character in text.dropLast(ending.count) {
            left -= character.utf8.count
            guard left >= 0 else { break }
            stem.append(character)
        }
        return stem.isEmpty ? "document" + ending : stem + ending
    }

    /// What names a device on some systems, whatever ending follows.
    private static let devices: Set<String> = {
        let ports = (1...9).flatMap { ["COM\($0)", "LPT\($0)"] }
        return Set(["CON", "PRN", "AUX", "NUL"] + ports)
    }()
}
