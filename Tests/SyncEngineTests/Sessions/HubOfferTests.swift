// What a restored hub takes from an offer: what bears its receipt, once, and nothing else.

import SyncEngine
import Testing

@Suite struct HubOfferTests {
    private let key = ReceiptKey(bytes: Array(0..<32))!
    private let author = ReplicaOrdinal(7)!
    private let sender = ReplicaOrdinal(8)!
    private let note = RowKey(10, RowID(ReplicaOrdinal(7)!, 1))
    private let schema = Schema(
        name: "s", version: 1, rulesVersion: 1,
        entities: [
            Entity(
                id: 10, name: "note",
                fields: [Field(id: 1, name: "text", kind: .text, rule: Latest())])
        ])

    private func unit(_ text: String, creates: Bool = false) -> Unit {
        Unit(
            stamp: Stamp(milliseconds: 5),
            changes: [
                RowChange(
                    key: note, isCreation: creates,
                    writes: [FieldWrite(field: 1, value: .text(text))])
            ])
    }

    private func offered(_ counter: UInt64, _ unit: Unit, key: ReceiptKey? = nil) -> OfferedUnit {
        let dot = Dot(author, counter)
        return OfferedUnit(
            dot: dot, unit: unit, receivedAt: 9,
            receipt: (key ?? self.key).receipt(for: dot, UnitHash(unit), receivedAt: 9))
    }

    private func effect(
        _ units: [OfferedUnit], timeline: UInt64 = 1, past: Bool = true,
        known: [Dot: UnitHash] = [:]
    ) -> HubOfferSession.Effect {
        let position = LaptopPosition(
            ordinal: sender, timeline: Timeline(Nonce(timeline)),
            cursor: Cursor(position: 6, nonce: Nonce(4)),
            incarnation: Incarnation(current: Nonce(5), next: Nonce(6)), versions: (1, 1))
        let request = OfferRequest(
            id: Nonce(7), position: position, past: [], isLast: false, units: units)
        var session = HubOfferSession(schema: schema, key: key)
        _ = session.step(.received(request.encoded(), from: sender, at: 100))
        var context = OfferContext(
            hub: HubContext(
                timeline: Timeline(Nonce(2)), head: Cursor(position: 3, nonce: Nonce(1)),
                role: .member, incarnation: Nonce(0)),
            common: past ? Cursor(position: 3, nonce: Nonce(1)) : nil)
        context.hashByDot = known
        return session.step(.loaded(context))
    }

    private func commit(_ effect: HubOfferSession.Effect) throws -> OfferCommit {
        guard case .commit(let commit) = effect else {
            Issue.record("\(effect)")
            throw CancellationError()
        }
        return commit
    }

    private func rejection(_ effect: HubOfferSession.Effect) throws -> Rejection? {
        guard case .answer(let bytes) = effect,
            case .rejected(let rejection) = try OfferAnswer(bytes).result
        else { return nil }
        return rejection
    }

    @Test func `units with a receipt are joined in order, with the next positions`() throws {
        let commit = try commit(
            effect([offered(1, unit("a", creates: true)), offered(2, unit("b"))]))
        #expect(commit.taken.map(\.envelope?.position) == [4, 5])
        #expect(commit.taken.map(\.envelope?.receivedAt) == [9, 9])
        #expect(commit.setAside.isEmpty)
        #expect(commit.rows.first?.state[1].siblings.map(\.value) == [.text("a"), .text("b")])
    }

    @Test
    func `a forged receipt, another unit of a known name and a unit without its row are aside`()
        throws
    {
        let forged = offered(
            1, unit("a", creates: true), key: ReceiptKey(bytes: [UInt8](repeating: 9, count: 32)))
        let second = offered(2, unit("b", creates: true))
        let orphan = offered(3, unit("c"))
        let known = [second.dot: UnitHash(unit("another", creates: true))]
        let commit = try commit(effect([forged, orphan, second], known: known))
        #expect(commit.taken.isEmpty && commit.rows.isEmpty)
        #expect(commit.setAside.map(\.dot) == [forged.dot, orphan.dot, second.dot])
    }

    @Test func `what the hub has is not taken again, also within one offer`() throws {
        let first = offered(1, unit("a", creates: true))
        #expect(try commit(effect([first, first])).taken.count == 1)
        let again = try commit(effect([first], known: [first.dot: UnitHash(first.unit)]))
        #expect(again.taken.isEmpty && again.setAside.isEmpty)
    }

    @Test func `a laptop of the same timeline, and one of another past, give nothing`() throws {
        #expect(try rejection(effect([], timeline: 2)) == .current)
        #expect(try rejection(effect([], past: false)) == .otherTimeline)
    }
}
