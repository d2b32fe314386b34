// Where the bytes of a document are, as far as this laptop knows; rows travel ahead of them.

/// The nearest place that has a document's bytes.
public enum DocumentPlace: String, Hashable, Sendable {
    /// On this laptop, and at the hub.
    case here
    /// On this laptop alone, as far as it knows: they go up with the next sync.
    case hereOnly = "here_only"
    /// At the hub: they come when they are asked for.
    case hub
    /// The hub has not got them yet, so they are still on the laptop of whoever attached them.
    case author
}

/// A number of bytes as people read it: `840 bytes`, `2.1 MB`.
public struct ByteCount: Hashable, Sendable, CustomStringConvertible {
    public let bytes: Int64

    public init(_ bytes: Int64) { self.bytes = bytes }

    /// Reads what ``description`` writes, with or without the blank: `500MB`, `2 GB`, `4000`.
    public init?(_ text: String) {
        let digits = text.prefix { "0123456789".contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        let factors: [String: Int64] = [
            "": 1, "b": 1, "bytes": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000,
            "tb": 1_000_000_000_000,
        ]
        guard let number = Int64(digits), let factor = factors[unit] else { return nil }
        let product = number.multipliedReportingOverflow(by: factor)
        guard !product.overflow else { return nil }
        bytes = product.partialValue
    }

    public var description: String {
        var (value, unit) = (Double(bytes), 0)
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        // 999.95 would be written as 1000.0.
        while value >= (unit == 0 ? 1_000 : 999.95), unit < units.count - 1 {
            value /= 1_000
            unit += 1
        }
        guard unit > 0 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
