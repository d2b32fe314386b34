// A row: its registers stay sorted and never empty, and stamps that a hub clipped join too.

import SyncEngine
import Testing

@Suite struct RowStateTests {
    private let birth = RowState.Creation(dot: dot(2, 1), stamp: Stamp(milliseconds: 10))

    private func row(_ fields: [RowState.Field] = []) -> RowState {
        RowState(vector: VersionVector([dot(2, 1)]), creation: birth, fields: fields)
    }

    private func register(_ dot: Dot) -> Register {
        Register(Sibling(dot: dot, stamp: Stamp(milliseconds: 1), value: .null))
    }

    @Test func `fields are sorted, and an empty register is no field`() {
        var state = row([
            .init(id: 9, register: register(dot(2, 1))), .init(id: 4, register: Register()),
            .init(id: 3, register: register(dot(2, 1))),
        ])
        #expect(state.fields.map(\.id) == [3, 9])
        state[5] = register(dot(2, 1))
        state[3] = Register()
        state[4] = Register()
        #expect(state.fields.map(\.id) == [5, 9])
        #expect(state[3] == Register())
    }

    @Test func `a cleared field is a sibling with null`() {
        var state = row()
        state.apply([FieldWrite(field: 3, value: .null)], by: dot(3, 1), at: birth.stamp)
        #expect(state[3].siblings.map(\.value) == [.null])
    }

    @Test func `applying writes leaves the vector alone`() {
        var state = row()
        state.apply([write(3, "x")], by: dot(3, 1), at: birth.stamp)
        #expect(state.vector == VersionVector([dot(2, 1)]))
    }

    /// Two states may hold one dot with two stamps, since a hub clips; the smaller one stands.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `join is a join also where a hub has clipped stamps`(seed: UInt64) {
        var sample = Sample(seed: seed)
        for _ in 0..<100 {
            let first = lives(&sample)
            let a = clipped(first, &sample)
            let b = clipped(first, &sample)
            let c = clipped(lives(&sample), &sample)
            #expect(a.joined(a) == a)
            #expect(a.joined(b) == b.joined(a))
            #expect(a.joined(b).joined(a) == a.joined(b))
            #expect(a.joined(b).joined(c) == a.joined(b.joined(c)))
            #expect(a.joined(b).creation.stamp == min(a.creation.stamp, b.creation.stamp))
        }
    }

    /// A row after a few writes in order, each covering some of what is there.
    private func lives(_ sample: inout Sample) -> RowState {
        var state = row()
        for counter in 1...UInt64(sample.int(1...5)) {
            let field = FieldID(UInt16(sample.int(1...2)))
            let covers = state[field].siblings.map(\.dot).filter { _ in sample.flag() }
            let written = FieldWrite(field: field, value: .integer(3), covers: covers)
            state.apply([written], by: dot(3, counter), at: Stamp(milliseconds: Int64(counter)))
            state.vector.insert(dot(3, counter))
        }
        return state
    }

    private func clipped(_ state: RowState, _ sample: inout Sample) -> RowState {
        var result = state
        result.creation.stamp = Stamp(milliseconds: Int64(sample.int(5...10)))
        for field in state.fields {
            result[field.id] = Register(
                field.register.siblings.map { sibling in
                    var sibling = sibling
                    sibling.stamp = sibling.stamp.clipped(to: Int64(sample.int(0...6)))
                    return sibling
                })
        }
        return result
    }
}
