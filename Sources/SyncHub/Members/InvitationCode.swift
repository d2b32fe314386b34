// The code that lets a laptop in: short enough for the telephone, long enough that nobody guesses
// it.

internal import SyncEngine

/// Sixty random bits in Crockford's base 32, written `XXXX-XXXX-XXXX`.
///
/// Reading is forgiving: case, dashes and blanks do not matter, O is 0, I and L are 1.
/// Source: "Base 32", Douglas Crockford, crockford.com/base32.html.
struct InvitationCode: Hashable, Sendable, CustomStringConvertible {
    /// Twelve characters of the alphabet.
    private let symbols: [UInt8]

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let length = 12

    /// - Parameter random: 64 random bits, of which 60 are used.
    init(random: UInt64) {
        symbols = (0..<Self.length).map { index in
            Self.alphabet[Int(random >> UInt64(5 * index) & 31)]
        }
    }

    /// - Returns: `nil` if the text cannot be a code.
    init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let separators = Array("- ".utf8)
        let symbols = text.uppercased().utf8.filter { !separators.contains($0) }
            .map(Self.unambiguous)
        guard symbols.count == Self.length, symbols.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.symbols = symbols
    }

    private static func unambiguous(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        default: character
        }
    }

    var description: String {
        let groups = stride(from: 0, to: Self.length, by: 4).map { start in
            String(decoding: symbols[start..<start + 4], as: UTF8.self)
        }
        return groups.joined(separator: "-")
    }

    /// What the hub stores of it.
    var hash: String { SecretHash.of(symbols) }
}
