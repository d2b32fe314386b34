// The golden vectors of the join and of a write: what two states of a row make, in either order.

import SyncEngine
import Testing

@Suite struct JoinVectorTests {
    @Test func `every case of specs/vectors/join/rows.json comes out as written`() throws {
        for vector in try GoldenVector.file("join/rows.json").cases {
            let (left, right) = (try vector.child("left").row, try vector.child("right").row)
            let joined = try vector.child("joined").row
            let title = try vector.text("case")
            #expect(left.joined(right) == joined, "\(title)")
            #expect(right.joined(left) == joined, "\(title)")
            #expect(joined.joined(left).joined(right) == joined, "\(title)")
        }
    }

    @Test func `every case of specs/vectors/join/writes.json comes out as written`() throws {
        for vector in try GoldenVector.file("join/writes.json").cases {
            var row = try vector.child("row").row
            let dot = try vector.dot("dot")
            let writes = try vector.objects("writes").map { try $0.write }
            let (written, title) = (try vector.child("written").row, try vector.text("case"))
            row.apply(writes, by: dot, at: try vector.stamp())
            row.vector.insert(dot)
            #expect(row == written, "\(title)")
        }
    }
}
