// Random numbers that are the same on every machine: a benchmark's rows must not depend on luck.

/// SplitMix64.
///
/// Source: "Fast Splittable Pseudorandom Number Generators", Steele, Lea, Flood, 2014.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func integer(in range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    /// An index, each as often as its weight says.
    mutating func index(weights: [Int]) -> Int {
        var rest = integer(in: 0..<weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return weights.count - 1
    }
}
