// One row of the table: what was done, what it took on either side.

/// A measured row; smaller is better.
struct Comparison: Encodable {
    let name: String
    let synchronous: Synchronous?
    let unit: Unit
    let plain: Double
    let engine: Double
    let ratio: Double
    /// The same of processor time: steadier than time where the machine does other things too.
    let processorRatio: Double?
    /// Frames that a transaction adds to the WAL, where a transaction is small.
    var plainFrames: Double?
    var engineFrames: Double?

    enum Unit: String, Encodable {
        case microseconds = "us/row"
        case milliseconds = "ms"
        case megabytes = "MB"

        /// How many of it a second is.
        var perSecond: Double { self == .microseconds ? 1e6 : 1e3 }
    }

    init(
        name: String, synchronous: Synchronous?, unit: Unit, plain: Double, engine: Double,
        processorRatio: Double? = nil
    ) {
        self.name = name
        self.synchronous = synchronous
        self.unit = unit
        self.plain = plain
        self.engine = engine
        self.processorRatio = processorRatio
        ratio = engine / plain
    }
}
