// A register keeps what nobody has knowingly overruled.

import SyncEngine
import Testing

@Suite struct RegisterTests {
    private func sibling(_ dot: Dot, _ text: String, at milliseconds: Int64 = 1) -> Sibling {
        Sibling(dot: dot, stamp: Stamp(milliseconds: milliseconds), value: .text(text))
    }

    @Test func `a later write replaces the sibling it has seen and leaves the other`() {
        var register = Register([sibling(dot(3, 1), "b"), sibling(dot(2, 1), "a")])
        register.write(sibling(dot(4, 1), "c"), covering: [dot(2, 1)])
        #expect(register.siblings.map(\.value) == [.text("b"), .text("c")])
    }

    @Test func `a write among many covers takes out just those, few or many`() {
        for count in [7, 8, 40] as [UInt64] {
            var register = Register((1...50).map { sibling(dot(9, $0), "x") })
            register.write(
                sibling(dot(5, 1), "new"), covering: (1...count).map { dot(9, $0) })
            #expect(register.siblings.count == 51 - Int(count))
            #expect(register.siblings[0].dot == dot(5, 1))
            #expect(register.sibling(dot(9, count)) == nil)
            #expect(register.sibling(dot(9, count + 1)) != nil)
        }
    }

    @Test func `writing a dot again replaces it`() {
        var register = Register(sibling(dot(2, 1), "a"))
        register.write(sibling(dot(2, 1), "b"), covering: [])
        #expect(register.siblings.map(\.value) == [.text("b")])
    }

    @Test func `siblings are concurrent only if their values differ by a byte`() {
        let equal = Register([sibling(dot(2, 1), "é"), sibling(dot(3, 1), "é")])
        #expect(!equal.isConcurrent)
        let apart = Register([sibling(dot(2, 1), "é"), sibling(dot(3, 1), "e\u{301}")])
        #expect(apart.isConcurrent)
        #expect(!Register().isConcurrent)
    }

    @Test func `join keeps what is new to the other side, and drops what it had covered`() {
        let left = Register([sibling(dot(2, 2), "l"), sibling(dot(4, 1), "both")])
        let right = Register([sibling(dot(2, 1), "old"), sibling(dot(4, 1), "both")])
        let joined = Register.join(
            left, seenBy: VersionVector([dot(2, 2), dot(4, 1)]),
            right, seenBy: VersionVector([dot(2, 1), dot(4, 1)]))
        #expect(joined == left)
    }

    @Test func `one dot with two stamps keeps the smaller, from either side`() {
        let vector = VersionVector([dot(2, 1)])
        let early = Register(sibling(dot(2, 1), "a", at: 5))
        let late = Register(sibling(dot(2, 1), "a", at: 9))
        #expect(Register.join(early, seenBy: vector, late, seenBy: vector) == early)
        #expect(Register.join(late, seenBy: vector, early, seenBy: vector) == early)
    }

    /// The join against its definition, on all pairs of subsets of four dots and all vectors.
    @Test func `join is its definition for every pair of small registers`() {
        let dots = [dot(2, 1), dot(2, 2), dot(3, 1), dot(3, 2)]
        let registers = (0..<16).map { mask in
            Register(
                dots.indices.filter { mask >> $0 & 1 == 1 }.map { sibling(dots[$0], "x") })
        }
        let vectors = (0..<9).map { number in
            VersionVector(
                [(2, number % 3), (3, number / 3)].filter { $0.1 > 0 }
                    .map { dot(UInt64($0.0), UInt64($0.1)) })
        }
        for left in registers {
            for right in registers {
                for (a, b) in vectors.flatMap({ a in vectors.map { (a, $0) } }) {
                    let kept = dots.filter { dot in
                        let (isLeft, isRight) = (
                            left.sibling(dot) != nil, right.sibling(dot) != nil
                        )
                        return isLeft && isRight || isLeft && !b.contains(dot)
                            || isRight && !a.contains(dot)
                    }
                    let joined = Register.join(left, seenBy: a, right, seenBy: b)
                    #expect(joined.siblings.map(\.dot) == kept)
                }
            }
        }
    }
}
