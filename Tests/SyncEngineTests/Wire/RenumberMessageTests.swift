// The messages of a new ordinal: there and back, and nothing that is cut or flipped passes.

import SyncEngine
import Testing

@Suite struct RenumberMessageTests {
    private let request = RenumberRequest(
        id: Nonce(7),
        position: LaptopPosition(
            ordinal: .hub, timeline: Timeline(Nonce(3)),
            cursor: Cursor(position: 300, nonce: Nonce(4)),
            incarnation: Incarnation(current: Nonce(5), next: Nonce(6)), versions: (2, 1),
            acknowledged: 40),
        tokenHash: Array(0..<32),
        hashes: (0..<3).map { UnitHash(encodedUnit: [$0]) },
        originByCounter: [
            42: UnitOrigin(dot: Dot(.hub, 7), hash: UnitHash(encodedUnit: [9])),
            43: UnitOrigin(dot: Dot(.hub, 8), hash: UnitHash(encodedUnit: [8])),
        ])

    private var answer: RenumberAnswer {
        get throws {
            let refusal = Refusal(.notAllowed, key: RowKey(10, try #require(RowID("7-1"))))
            return RenumberAnswer(
                id: Nonce(7), hubMilliseconds: 1_700_000_000_000, timeline: Timeline(Nonce(3)),
                result: .accepted(
                    .init(
                        replica: NewReplica(
                            ordinal: try #require(ReplicaOrdinal(8)), incarnation: Nonce(1),
                            birthCertificate: Nonce(2), name: "van (8)"),
                        fates: [
                            .unknown, .different, .same(.applied), .same(.refused(refusal)),
                            .elsewhere(
                                Dot(.hub, 9), .sibling, rows: [try #require(RowID("8-1"))]),
                        ])))
        }
    }

    @Test func `a request for a new ordinal comes back as it was`() throws {
        #expect(try RenumberRequest(request.encoded()) == request)
        #expect(request.counters == 41..<44)
    }

    @Test func `an answer comes back as it was, and as the hub keeps it`() throws {
        let answer = try answer
        #expect(try RenumberAnswer(answer.encoded()) == answer)
        guard case .accepted(let accepted) = answer.result else { return }
        #expect(try RenumberAnswer.Accepted(encoded: accepted.encoded) == accepted)
        let rejected = RenumberAnswer(
            id: Nonce(7), hubMilliseconds: 1, timeline: Timeline(Nonce(3)),
            result: .rejected(.tokenUsed))
        #expect(try RenumberAnswer(rejected.encoded()) == rejected)
    }

    @Test func `every cut and every flipped bit of both is found`() throws {
        let bodies = [request.encoded(), try answer.encoded()]
        for (index, body) in bodies.enumerated() {
            let read: ([UInt8]) throws -> Void = { bytes in
                if index == 0 {
                    _ = try RenumberRequest(bytes)
                } else {
                    _ = try RenumberAnswer(bytes)
                }
            }
            for length in 0..<body.count {
                #expect(throws: CodecError.self) { try read(Array(body.prefix(length))) }
            }
            for bit in 0..<body.count * 8 {
                var flipped = body
                flipped[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: CodecError.self) { try read(flipped) }
            }
        }
    }

    @Test func `a sync request and a request for a new ordinal are told apart`() {
        #expect(Frame.kind(of: request.encoded()) == .renumberRequest)
        #expect(throws: CodecError.self) { try SyncRequest(request.encoded()) }
        #expect(Frame.kind(of: [1]) == nil)
    }
}
