// What happens in a leak run, by chance: mostly people's doings, in between the network's.

import SupportDesk
import SyncEngine

extension LeakWorld {
    /// Goes so many steps, then everybody comes back.
    mutating func wander(steps: Int) {
        for _ in 0..<steps {
            let laptop = random.below(laptops.count)
            switch random.below(20) {
            case 0...11:
                // Otherwise the screen is older than what has arrived since.
                if random.chance(60) { refreshScreen(of: laptop) }
                act(on: laptop)
            case 12...14: push(laptop, atMost: random.chance(50) ? .max : 1)
            case 15...17: pull(laptop)
            case 18:
                push(laptop, atMost: .max)
                pull(laptop)
            default: toggleOffline(laptop)
            }
        }
        settle()
    }

    /// Somebody who has everything on the screen publishes whatever is not visible of the ticket.
    mutating func confirmAll(on laptop: Int) {
        publish(TicketField.shared, of: Self.ticket, on: laptop)
        settle()
    }

    private mutating func act(on laptop: Int) {
        switch random.below(20) {
        case 0...8: actOnTicket(laptop)
        case 9...15: actOnComment(laptop)
        default: actOnDocument(laptop)
        }
    }

    private mutating func actOnTicket(_ laptop: Int) {
        let key = Self.ticket
        switch random.below(10) {
        case 0, 1: rewrite(TicketField.title, of: key, on: laptop)
        case 2, 3, 4: append(to: TicketField.description, of: key, on: laptop)
        case 5: rewrite(TicketField.description, of: key, on: laptop)
        case 6, 7: publish(TicketField.shared, of: key, on: laptop)
        case 8: set(TicketField.shared, of: key, to: .boolean(false), on: laptop)
        default: changeClient(of: key, on: laptop)
        }
    }

    private mutating func actOnComment(_ laptop: Int) {
        if random.chance(20) { return comment(on: laptop, isToClient: random.chance(50)) }
        guard let key = anyRow(TicketSchema.comment, on: laptop) else { return }
        switch random.below(8) {
        case 0, 1, 2: rewrite(CommentField.body, of: key, on: laptop)
        case 3, 4: publish(CommentField.visible, of: key, on: laptop)
        case 5: set(CommentField.visible, of: key, to: .boolean(false), on: laptop)
        case 6: set(CommentField.deleted, of: key, to: .boolean(true), on: laptop)
        default: set(CommentField.deleted, of: key, to: .boolean(false), on: laptop)
        }
    }

    private mutating func actOnDocument(_ laptop: Int) {
        guard let key = anyRow(TicketSchema.document, on: laptop) else { return }
        switch random.below(5) {
        case 0, 1: rewrite(DocumentField.name, of: key, on: laptop)
        case 2, 3: publish(DocumentField.visible, of: key, on: laptop)
        default: set(DocumentField.visible, of: key, to: .boolean(false), on: laptop)
        }
    }

    private mutating func rewrite(_ field: FieldID, of key: RowKey, on laptop: Int) {
        let text = oracle.write(laptop, key, isSaid: isSaid(field, of: key, on: laptop))
        set(field, of: key, to: .text("#\(text);"), on: laptop)
    }

    private mutating func append(to field: FieldID, of key: RowKey, on laptop: Int) {
        let base = shown(field, of: key, on: laptop).text ?? ""
        let text = oracle.write(laptop, key, isSaid: isSaid(field, of: key, on: laptop))
        set(field, of: key, to: .text(base + "#\(text);"), on: laptop)
    }

    private mutating func changeClient(of key: RowKey, on laptop: Int) {
        let isSaid = isSaid(TicketField.client, of: key, on: laptop)
        let client = Value.row(RowID(.hub, UInt64(oracle.chooseClient(isSaid: isSaid))))
        let pair: [Value] = random.chance(50) ? [client, .null] : [.null, client]
        set(TicketField.client, of: key, to: .tuple(pair), on: laptop)
    }

    private mutating func comment(on laptop: Int, isToClient: Bool) {
        let key = newKey(TicketSchema.comment, on: laptop)
        let text = oracle.write(laptop, key, isSaid: isToClient)
        let said = isToClient ? Evidence([.clientCouldSee(true)]) : .none
        var writes = [
            FieldWrite(field: CommentField.ticket, value: .row(Self.ticket.row)),
            FieldWrite(field: CommentField.body, value: .text("#\(text);"), evidence: said),
        ]
        if isToClient {
            writes.append(FieldWrite(field: CommentField.visible, value: .boolean(true)))
        }
        write(RowChange(key: key, isCreation: true, writes: writes), on: laptop)
    }
}
