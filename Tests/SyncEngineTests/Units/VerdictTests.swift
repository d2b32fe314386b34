// What a refusal is called, and what a clipped unit counts as: read by people and by rules.

import SyncEngine
import Testing

@Suite struct VerdictTests {
    @Test func `each reason has its name, and one of a newer hub its number`() {
        let codes: [Refusal.Code] = [
            .malformed, .notAllowed, .unknownRow, .rowExists, .unknownDot, .buildsOnRefused,
            .writtenOnce, .badValue, .tooLarge, .setAsideElsewhere,
        ]
        #expect(codes.map(\.rawValue) == Array(1...10))
        #expect(
            codes.map(\.name) == [
                "malformed", "not_allowed", "unknown_row", "row_exists", "unknown_dot",
                "builds_on_refused", "written_once", "bad_value", "too_large",
                "set_aside_elsewhere",
            ])
        #expect(Refusal.Code(rawValue: 11).name == "code_11")
        #expect(Refusal.Code(rawValue: 0).name == "code_0")
    }

    @Test func `a unit ahead of the hub's clock counts as acted when it was received`() {
        let acted = unit(create(ticket(2, 1), write(1, "a")), second: 100)
        func stamp(receivedAt: Int64) -> Stamp {
            HistoryEntry(
                dot: dot(2, 1), unit: acted,
                envelope: Envelope(position: 1, receivedAt: receivedAt, wasConcurrent: false)
            ).effectiveStamp
        }
        #expect(stamp(receivedAt: 60_000) == Stamp(milliseconds: 60_000))
        #expect(stamp(receivedAt: 160_000) == acted.stamp)
        let waiting = HistoryEntry(dot: dot(2, 1), unit: acted, envelope: nil)
        #expect(waiting.effectiveStamp == acted.stamp)
    }

    @Test(arguments: [
        (Role.member, [Writers.members]), (.admin, [.members, .admins]),
        (.owner, [.members, .admins]),
    ])
    func `nobody but the hub writes what is the hub's`(role: Role, may: [Writers]) {
        #expect([Writers.members, .admins, .hub].filter(role.mayWrite) == may)
    }
}
