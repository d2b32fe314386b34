// The one source of chance of the leak runs: the same seed gives the same run.

/// SplitMix64. Source: "Fast Splittable Pseudorandom Number Generators", Steele, Lea, Flood, 2014.
struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }

    /// True in so many of a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
