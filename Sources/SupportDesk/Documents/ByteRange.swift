// The header in which a receiver asks for a part of a document (RFC 9110, 14.1.2).

/// What a `Range` header means for a document of a size.
enum ByteRange: Hashable, Sendable {
    case whole
    case part(Range<Int64>)
    /// It begins behind the end.
    case unsatisfiable

    /// Reads `bytes=5-9`, `bytes=5-` and `bytes=-5`; anything else is as if it were not there.
    init(_ header: String?, of size: Int64) {
        self = .whole
        guard let header, header.utf8.count <= 64, header.hasPrefix("bytes=") else { return }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        switch (Self.number(parts[0]), Self.number(parts[1])) {
        case (let first?, let last?) where !parts[0].isEmpty && !parts[1].isEmpty:
            guard first <= last else { return }
            self = Self.part(from: first, to: last, of: size)
        case (let first?, _) where !parts[0].isEmpty && parts[1].isEmpty:
            self = Self.part(from: first, to: .max, of: size)
        case (_, let count?) where parts[0].isEmpty && !parts[1].isEmpty:
            let first = max(0, size - count)
            self = count > 0 ? Self.part(from: first, to: .max, of: size) : .unsatisfiable
        default: break
        }
    }

    private static func part(from first: Int64, to last: Int64, of size: Int64) -> ByteRange {
        guard first < size else { return .unsatisfiable }
        return .part(first..<min(last, size - 1) + 1)
    }

    /// Digits alone; `nil` for anything else, and for more than 64 bits hold.
    private static func number(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }
}
