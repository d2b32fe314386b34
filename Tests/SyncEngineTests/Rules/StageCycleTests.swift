// The pair that a move writes: only the way back out of a finish begins a cycle.

import SyncEngine
import Testing

@Suite struct StageCycleTests {
    private let rule = StageCycle(finishes: [2, 3])

    private func pair(_ cycle: Int64, _ stage: Int64) -> Value {
        .tuple([.integer(cycle), .integer(stage)])
    }

    @Test(arguments: 0...3 as ClosedRange<Int64>, 0...3 as ClosedRange<Int64>)
    func `leaving resolved or closed backwards begins a cycle, every other move keeps it`(
        from: Int64, to: Int64
    ) {
        let begins = from >= 2 && to < from
        #expect(rule.value(movingTo: to, from: pair(4, from)) == pair(begins ? 5 : 4, to))
    }

    @Test func `without a status the first cycle begins`() {
        #expect(rule.value(movingTo: 1, from: .null) == pair(0, 1))
    }

    @Test func `the last cycle there can be is not left`() {
        #expect(rule.value(movingTo: 0, from: pair(.max, 3)) == pair(.max, 0))
    }

    @Test func `a value that is no pair loses to every pair`() {
        let row = row(pair(0, 0), .text("closed"), .integer(9), .tuple([.integer(5)]))
        #expect(rule.outcome(of: FieldView(1, of: row)).shown == pair(0, 0))
    }

    /// Siblings of replicas 2, 3, 4, ..., none of which saw another.
    private func row(_ values: Value...) -> RowState {
        var row = ReplicaModel(replicas: 1).start
        for (index, value) in values.enumerated() {
            let dot = Dot(ReplicaOrdinal(UInt64(index + 2))!, 1)
            row[1].write(
                Sibling(dot: dot, stamp: Stamp(milliseconds: 5), value: value), covering: [])
        }
        return row
    }
}
