// Passes that let one browser in, once: the secret itself never stands in a URL.

import Synchronization

/// The passes that `syncd open` was given and that no browser has shown yet.
final class OpeningPasses: Sendable {
    private struct Pass {
        let text: String
        let end: Int64
    }

    private let passes = Mutex<[Pass]>([])
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int64

    init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// A new pass: 256 random bits in hexadecimal.
    func issue() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        let pass = Pass(
            text: Hexadecimal.text(bytes), end: now() + DeskPageLimits.passSeconds * 1_000)
        passes.withLock { passes in
            passes = passes.suffix(DeskPageLimits.passes - 1) + [pass]
        }
        return pass.text
    }

    /// Takes a pass: whoever shows it again is turned away.
    func redeem(_ text: String) -> Bool {
        let now = now()
        return passes.withLock { passes in
            let isGood = passes.contains {
                Comparison.isEqual(text, to: $0.text) && now < $0.end
            }
            passes.removeAll { Comparison.isEqual(text, to: $0.text) || now >= $0.end }
            return isGood
        }
    }
}
