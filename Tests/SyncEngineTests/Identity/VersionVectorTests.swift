// A version vector remembers the highest counter of each replica, and nothing gets out of it again.

import SyncEngine
import Testing

@Suite struct VersionVectorTests {
    @Test func `it has seen every counter up to the highest`() {
        let vector = VersionVector([dot(3, 5), dot(2, 1), dot(3, 2)])
        #expect(vector.entries == [dot(2, 1), dot(3, 5)])
        #expect(vector.description == "{2.1, 3.5}")
        #expect(vector[ordinal(3)] == 5 && vector[ordinal(4)] == 0)
        #expect(vector.contains(dot(3, 5)) && vector.contains(dot(3, 1)))
        #expect(!vector.contains(dot(3, 6)) && !vector.contains(dot(1, 1)))
    }

    @Test func `inserting never lowers`() {
        var vector = VersionVector([dot(3, 5)])
        vector.insert(dot(3, 4))
        #expect(vector == VersionVector([dot(3, 5)]))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `join is the least vector that covers both`(seed: UInt64) {
        var sample = Sample(seed: seed)
        for _ in 0..<200 {
            let (a, b, c) = (sample.vector(), sample.vector(), sample.vector())
            let both = a.joined(b)
            #expect(both.covers(a) && both.covers(b))
            #expect(both == b.joined(a) && both.joined(a) == both)
            #expect(both.joined(c) == a.joined(b.joined(c)))
            #expect(!(c.covers(a) && c.covers(b)) || c.covers(both))
            #expect(a.covers(b) == (both == a))
            #expect(both.entries.map(\.ordinal) == both.entries.map(\.ordinal).sorted())
        }
    }
}
