// One row of the table: what was done, what it took on either side.

/// A measured row; smaller is better.
struct Comparison: Encodable {
    let name: String
    let synchronous: Synchronous?
    let unit: String
    let plain: Double
    let engine: Double
    /// Frames that a transaction adds to the WAL, where a transaction is small.
    var plainFrames: Double?
    var engineFrames: Double?

    var ratio: Double { engine / plain }

    private enum CodingKeys: CodingKey {
        case name, synchronous, unit, plain, engine, ratio, plainFrames, engineFrames
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(synchronous, forKey: .synchronous)
        try container.encode(unit, forKey: .unit)
        try container.encode(plain, forKey: .plain)
        try container.encode(engine, forKey: .engine)
        try container.encode(ratio, forKey: .ratio)
        try container.encodeIfPresent(plainFrames, forKey: .plainFrames)
        try container.encodeIfPresent(engineFrames, forKey: .engineFrames)
    }
}
