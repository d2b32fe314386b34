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

    private func offered(
        _ counter: UInt64, _ unit: Unit, key: ReceiptKey? = nil, origin: UnitOrigin? = nil
    ) -> OfferedUnit {
        let dot = Dot(author, counter)
        return OfferedUnit(
            dot: dot, unit: unit, receivedAt: 9,
            receipt: (key ?? self.key).receipt(
                for: dot, UnitHash(unit), receivedAt: 9, origin: origin), origin: origin)
    }

    private func effect(
        _ units: [OfferedUnit], timeline: UInt64 = 1, past: Bool = true, isLast: Bool = false,
        _ change: (inout OfferContext) -> Void = { _ in }
    ) -> HubOfferSession.Effect {
        var session = HubOfferSession(schema: schema, key: key)
        return effect(units, timeline: timeline, past: past, isLast: isLast, change, &session)
    }

    private func effect(
        _ units: [OfferedUnit], timeline: UInt64 = 1, past: Bool = true, isLast: Bool = false,
        _ change: (inout OfferContext) -> Void, _ session: inout HubOfferSession
    ) -> HubOfferSession.Effect {
        let position = LaptopPosition(
            ordinal: sender, timeline: Timeline(Nonce(timeline)),
            cursor: Cursor(position: 6, nonce: Nonce(4)),
            incarnation: Incarnation(current: Nonce(5), next: Nonce(6)), versions: (1, 1))
        let request = OfferRequest(
            id: Nonce(7), position: position, past: [], isLast: isLast, units: units)
        _ = session.step(.received(request.encoded(), from: sender, at: 100))
        var context = OfferContext(
            hub: HubContext(
                timeline: Timeline(Nonce(2)), head: Cursor(position: 3, nonce: Nonce(1)),
                role: .member, incarnation: Nonce(0)),
            common: past ? Cursor(position: 3, nonce: Nonce(1)) : nil)
        change(&context)
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

    @Test func `a forged receipt, a forged origin and a unit without its row are aside`() throws {
        let forged = offered(
            1, unit("a", creates: true), key: ReceiptKey(bytes: [UInt8](repeating: 9, count: 32)))
        let origin = UnitOrigin(Dot(sender, 1), unit("b"))
        let signed = offered(2, unit("b", creates: true), origin: origin)
        let claiming = OfferedUnit(
            dot: signed.dot, unit: signed.unit, receivedAt: 9, receipt: signed.receipt,
            origin: UnitOrigin(Dot(sender, 2), unit("b")))
        let orphan = offered(3, unit("c"))
        let commit = try commit(effect([forged, claiming, orphan]))
        #expect(commit.taken.isEmpty && commit.rows.isEmpty)
        #expect(commit.setAside.map(\.dot) == [forged.dot, claiming.dot, orphan.dot])
        #expect(try self.commit(effect([signed])).originByDot == [signed.dot: origin])
    }

    @Test func `what the hub has is not taken again, also within one offer`() throws {
        let first = offered(1, unit("a", creates: true))
        #expect(try commit(effect([first, first])).taken.count == 1)
        let again = try commit(effect([first]) { $0.identityByDot[first.dot] = first.identity })
        #expect(again.taken.isEmpty && again.setAside.isEmpty)
    }

    @Test func `what the hub has under another name is told, and what builds on it is respelled`()
        throws
    {
        let origin = UnitOrigin(Dot(sender, 4), unit("a"))
        let renamed = RowID(sender, 9)
        var session = HubOfferSession(schema: schema, key: key)
        let units = [offered(1, unit("a", creates: true), origin: origin), offered(2, unit("b"))]
        let effect = effect(
            units,
            { context in
                context.standing[origin] = .init(dot: origin.dot, rows: [renamed])
                let creating = RowChange(
                    key: RowKey(10, renamed), isCreation: true,
                    writes: [FieldWrite(field: 1, value: .text("a"))])
                context.hub.rows[RowKey(10, renamed)] = RowState(
                    creating: creating, by: origin.dot, at: Stamp(milliseconds: 5))
            }, &session)
        let commit = try commit(effect)
        #expect(commit.passed == [Dot(author, 1)])
        #expect(commit.taken.map(\.dot) == [Dot(author, 2)])
        #expect(commit.taken.first?.unit.changes.first?.key.row == renamed)
        #expect(commit.originByDot == [Dot(author, 2): units[1].identity])
        #expect(commit.names.dotByDot == [Dot(author, 1): origin.dot])
        guard case .answer(let bytes) = session.step(.committed(acknowledged: 2)),
            case .accepted(let accepted) = try OfferAnswer(bytes).result
        else {
            Issue.record("no answer")
            return
        }
        #expect(
            accepted.renamed
                == [OtherName(was: Dot(author, 1), became: origin.dot, rows: [renamed])])
    }

    @Test func `a name that is another one's here goes to an heir, with all that follows it`()
        throws
    {
        let heir = ReplicaOrdinal(99)!
        let units = [offered(1, unit("a", creates: true)), offered(2, unit("b"))]
        let other = UnitOrigin(Dot(author, 1), unit("another", creates: true))
        var session = HubOfferSession(schema: schema, key: key)
        let effect = effect(units, { $0.identityByDot[Dot(author, 1)] = other }, &session)
        #expect(effect == .makeHeirs([author]))
        let head = Cursor(position: 4, nonce: Nonce(2))
        let commit = try commit(session.step(.madeHeirs([author: heir], head: head)))
        #expect(commit.taken.map(\.dot) == [Dot(heir, 1), Dot(heir, 2)])
        #expect(commit.taken.map(\.envelope?.position) == [5, 6])
        #expect(commit.rows.map(\.key.row) == [RowID(heir, 1)])
        #expect(commit.originByDot[Dot(heir, 1)] == units[0].identity)
        #expect(commit.passed == [Dot(author, 2)])
        #expect(commit.setAside.isEmpty)
    }

    @Test func `work of another member, and what was refused here, stands for nothing`() throws {
        let first = offered(1, unit("a", creates: true))
        let (one, two) = (RowID(.hub, 1), RowID(.hub, 2))
        func takes(_ members: [ReplicaOrdinal: Set<RowID>]) throws -> [Dot] {
            try commit(
                effect([first]) { context in
                    context.standing[first.identity] = .init(dot: Dot(sender, 1), rows: [])
                    context.membersByOrdinal = members
                }
            ).taken.map(\.dot)
        }
        #expect(try takes([author: [one], sender: [one]]).isEmpty)
        #expect(try takes([sender: [two]]).isEmpty, "nobody knows the author yet")
        #expect(try takes([author: [one], sender: [two]]) == [first.dot])
        #expect(effect([first]) { $0.passedOver = [first.dot] } == .makeHeirs([author]))
    }

    @Test func `the ordinal is the sender's when it has given all, unless it is another copy's`()
        throws
    {
        #expect(try commit(effect([])).incarnation == nil)
        #expect(try commit(effect([], isLast: true)).incarnation == Nonce(6))
        #expect(try commit(effect([], isLast: true) { $0.isForked = true }).incarnation == nil)
    }

    @Test func `a laptop of the same timeline, and one of another past, give nothing`() throws {
        #expect(try rejection(effect([], timeline: 2)) == .current)
        #expect(try rejection(effect([], past: false)) == .otherTimeline)
    }
}
