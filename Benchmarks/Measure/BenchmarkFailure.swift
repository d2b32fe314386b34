// What can go wrong while measuring: the run ends and says so.

/// A benchmark could not be run.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
