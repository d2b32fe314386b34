// Medians of repetitions that alternate between the two sides, since the machine drifts.

/// Seconds of the two sides of a comparison.
struct Interleaved {
    private(set) var plain: [Double] = []
    private(set) var engine: [Double] = []

    /// Runs each side once a repetition; which goes first alternates.
    init(
        _ repetitions: Int, plain: () throws -> Double, engine: () throws -> Double
    ) rethrows {
        for repetition in 0..<repetitions {
            if repetition.isMultiple(of: 2) {
                self.plain.append(try plain())
                self.engine.append(try engine())
            } else {
                self.engine.append(try engine())
                self.plain.append(try plain())
            }
        }
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
}
