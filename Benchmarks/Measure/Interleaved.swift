// Medians of repetitions that alternate between the two sides, since the machine drifts.

import Foundation

/// What a stretch of work took.
struct Cost {
    let seconds: Double
    /// Of all threads of this process, in user and kernel mode.
    let processorSeconds: Double

    init(of body: () throws -> Void) rethrows {
        let processorBefore = Self.now(CLOCK_PROCESS_CPUTIME_ID)
        let before = Self.now(CLOCK_MONOTONIC)
        try body()
        seconds = Self.now(CLOCK_MONOTONIC) - before
        processorSeconds = Self.now(CLOCK_PROCESS_CPUTIME_ID) - processorBefore
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The costs of the two sides of a comparison, repetition by repetition.
struct Interleaved {
    private(set) var plain: [Cost] = []
    private(set) var engine: [Cost] = []

    /// Runs each side once a repetition; which goes first alternates.
    init(_ repetitions: Int, plain: () throws -> Cost, engine: () throws -> Cost) rethrows {
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

    /// The row of the table that this is.
    func comparison(
        _ name: String, _ synchronous: Synchronous, _ unit: Comparison.Unit, of rows: Int = 1
    ) -> Comparison {
        let scale = unit.perSecond / Double(rows)
        return Comparison(
            name: name, synchronous: synchronous, unit: unit,
            plain: Self.median(plain.map(\.seconds)) * scale,
            engine: Self.median(engine.map(\.seconds)) * scale,
            processorRatio: Self.median(engine.map(\.processorSeconds))
                / Self.median(plain.map(\.processorSeconds)))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
