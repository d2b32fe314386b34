// Four laptops and a hub over one ticket: people write, publish and take back, apart and together,
// and after every step a client looks.

import ClientPortal
import SupportDesk
import SyncEngine

/// One run. Every choice comes from the seed.
struct LeakWorld {
    static let ticket = RowKey(TicketSchema.ticket, RowID(ReplicaOrdinal(9)!, 1))

    let rule: ReleaseRule
    private let schema: Schema
    private let view: ClientView
    private(set) var hub: Rows
    private var arrived: [ReplicaOrdinal: UInt64] = [:]
    private(set) var laptops: [LeakLaptop]
    var oracle = LeakOracle()
    var random: SeededRandom
    private var time: Int64 = 1_000
    /// What a client could read and should not, with the step.
    private(set) var leaks: [String] = []
    /// How often a client was answered, and how many texts stood in the answers.
    private(set) var answers = 0
    private(set) var textsRead = 0
    /// How often something was held when a client looked.
    private(set) var held = 0
    /// The portal over the run's hub, in runs that read its pages too.
    private let portal: StoryHub?
    private(set) var pages = 0

    init(rule: ReleaseRule, seed: UInt64, portal: StoryHub? = nil) {
        self.portal = portal
        self.rule = rule
        schema = rule.schema
        view = ClientView(schema: schema)
        random = SeededRandom(seed)
        hub = Self.opening(&oracle, isShared: random.chance(50))
        let rows = hub
        laptops = (0..<4).map { LeakLaptop(index: $0, rows: rows) }
        for index in laptops.indices { laptops[index].isOffline = random.chance(50) }
    }

    // MARK: What people do

    /// The row on the laptop's screen, if it is there.
    func row(_ key: RowKey, on laptop: Int) -> RowState? { laptops[laptop].screen[key] }

    /// A row of that kind on the laptop's screen, any.
    mutating func anyRow(_ entity: EntityID, on laptop: Int) -> RowKey? {
        let keys = laptops[laptop].screen.keys.filter { $0.entity == entity }.sorted()
        return keys.isEmpty ? nil : keys[random.below(keys.count)]
    }

    /// What the screen makes of a field.
    func shown(_ field: FieldID, of key: RowKey, on laptop: Int) -> Value {
        guard let row = row(key, on: laptop) else { return .null }
        return self.field(field, of: key.entity).rule.outcome(of: FieldView(field, of: row)).shown
    }

    /// Whether the screen says that the client can see the field.
    func isSaid(_ field: FieldID, of key: RowKey, on laptop: Int) -> Bool {
        guard let flag = ClientView.flag(releasing: field, of: key.entity) else { return false }
        return shown(flag, of: key, on: laptop) == .boolean(true)
    }

    /// The person sets a field over what stands on the screen.
    mutating func set(_ field: FieldID, of key: RowKey, to value: Value, on laptop: Int) {
        guard let row = row(key, on: laptop) else { return }
        let rows = laptops[laptop].screen.values
        let seen =
            random.chance(50)
            ? row.vector : rows.reduce(VersionVector()) { $0.joined($1.vector) }
        var given = Evidence.none
        if isSaid(field, of: key, on: laptop) { given.insert(.clientCouldSee(true)) }
        if rule == .vectorAlone, !seen.isEmpty { given.insert(.seen(seen)) }
        let change = laptops[laptop].change(
            row, at: key, (self.field(field, of: key.entity), value), given: given, seen: seen)
        write(change, on: laptop)
    }

    /// The person publishes the row as it stands on the screen.
    mutating func publish(_ flag: FieldID, of key: RowKey, on laptop: Int) {
        guard let row = row(key, on: laptop) else { return }
        oracle.publish(laptop, key, screen: row)
        set(flag, of: key, to: .boolean(true), on: laptop)
    }

    /// One unit of the laptop, and a client looks there at once.
    mutating func write(_ change: RowChange, on laptop: Int) {
        time += Int64(random.below(3))
        laptops[laptop].write([change], at: Stamp(milliseconds: time))
        look(at: laptops[laptop].shown)
    }

    mutating func refreshScreen(of laptop: Int) { laptops[laptop].look() }

    /// The id of a row that is about to be made.
    func newKey(_ entity: EntityID, on laptop: Int) -> RowKey {
        RowKey(entity, RowID(laptops[laptop].ordinal, laptops[laptop].counter + 1))
    }

    private func field(_ field: FieldID, of entity: EntityID) -> Field {
        schema.entity(entity)!.field(field)!
    }

    // MARK: What the network does

    mutating func toggleOffline(_ laptop: Int) { laptops[laptop].isOffline.toggle() }

    /// Sends waiting units, all or only the first few: the rest is cut off.
    mutating func push(_ laptop: Int, atMost count: Int) {
        guard !laptops[laptop].isOffline else { return }
        let ordinal = laptops[laptop].ordinal
        for (dot, unit) in laptops[laptop].pending.prefix(count)
        where dot.counter > arrived[ordinal, default: 0] {
            arrived[ordinal] = dot.counter
            hub.apply(unit, by: dot)
            look(at: hub, through: portal)
        }
    }

    mutating func pull(_ laptop: Int) {
        guard !laptops[laptop].isOffline else { return }
        laptops[laptop].pull(hub)
        look(at: laptops[laptop].shown)
    }

    /// Everybody comes back, and looks.
    mutating func settle() {
        for index in laptops.indices {
            laptops[index].isOffline = false
            push(index, atMost: .max)
        }
        for index in laptops.indices {
            pull(index)
            laptops[index].look()
        }
    }

    // MARK: What a client reads

    /// Every client that stands in the ticket looks at it.
    private mutating func look(at rows: Rows, through portal: StoryHub? = nil) {
        guard let ticket = rows[Self.ticket] else { return }
        let clients = ticket[TicketField.client].siblings.compactMap {
            LeakOracle.client(in: $0.value)
        }
        let whole = Self.ticketRows(rows, ticket)
        for client in clients {
            let answer = view.ticket(whole, for: Self.reader(client), author: { "\($0)" })
            if let portal { read(portal, whole, client, expecting: answer) }
            guard let answer else { continue }
            answers += 1
            textsRead += 2 + answer.comments.count + answer.documents.count
            leaks += oracle.leaks(in: answer, to: client)
        }
        let flag = FieldView(TicketField.shared, of: ticket)
        if field(TicketField.shared, of: TicketSchema.ticket).rule.outcome(of: flag).isHeld {
            held += 1
        }
    }

    /// The client opens the portal: its pages are read byte by byte.
    private mutating func read(
        _ portal: StoryHub, _ rows: TicketRows, _ client: Int, expecting answer: ClientTicket?
    ) {
        let contact = RowID(.hub, UInt64(client))
        do {
            try portal.put(rows)
            let said = try portal.answer(about: rows.id, to: contact, of: contact)
            pages += 1
            if (said.page == .nothing) != (answer == nil) {
                leaks.append("the portal and the view disagree on client \(client)")
            }
            leaks += [said.list, said.page].flatMap { oracle.leaks(inPage: $0.body) }
        } catch {
            leaks.append("the portal failed: \(error)")
        }
    }

    /// What the ticket's own client reads at the hub.
    func answerAtHub() -> ClientTicket? {
        guard let ticket = hub[Self.ticket] else { return nil }
        let client = FieldView(TicketField.client, of: ticket).latest?.value
        guard let client = client.flatMap(LeakOracle.client(in:)) else { return nil }
        return view.ticket(
            Self.ticketRows(hub, ticket), for: Self.reader(client), author: { "\($0)" })
    }

    private static func ticketRows(_ rows: Rows, _ ticket: RowState) -> TicketRows {
        var whole = TicketRows(Self.ticket.row, ticket)
        for (key, state) in rows {
            if key.entity == TicketSchema.comment { whole.comments[key.row] = state }
            if key.entity == TicketSchema.document { whole.documents[key.row] = state }
        }
        return whole
    }

    private static func reader(_ client: Int) -> ClientReader {
        let organization = RowID(.hub, UInt64(client))
        return ClientReader(contact: organization, organization: organization)
    }

    // MARK: The beginning

    /// A ticket with a note, a word to the client, and a document, by somebody at the reception.
    private static func opening(_ oracle: inout LeakOracle, isShared: Bool) -> Rows {
        let (reception, ordinal) = (7, ReplicaOrdinal(9)!)
        let (note, word) = (
            RowKey(TicketSchema.comment, RowID(ordinal, 2)),
            RowKey(TicketSchema.comment, RowID(ordinal, 3))
        )
        let document = RowKey(TicketSchema.document, RowID(ordinal, 4))
        func text(_ key: RowKey, isSaid: Bool = false) -> Value {
            .text("#\(oracle.write(reception, key, isSaid: isSaid));")
        }
        let client = oracle.chooseClient(isSaid: isShared)
        let owner = Value.row(ticket.row)
        let made: [(RowKey, [FieldID: Value])] = [
            (
                ticket,
                [
                    TicketField.title: text(ticket, isSaid: isShared),
                    TicketField.description: text(ticket, isSaid: isShared),
                    TicketField.client: .tuple([.null, .row(RowID(.hub, UInt64(client)))]),
                    TicketField.shared: .boolean(isShared),
                ]
            ),
            (note, [CommentField.ticket: owner, CommentField.body: text(note)]),
            (
                word,
                [
                    CommentField.ticket: owner, CommentField.body: text(word, isSaid: true),
                    CommentField.visible: .boolean(true),
                ]
            ),
            (document, [DocumentField.ticket: owner, DocumentField.name: text(document)]),
        ]
        var rows: Rows = [:]
        for (key, values) in made {
            let writes = values.map { FieldWrite(field: $0, value: $1) }
            let change = RowChange(key: key, isCreation: true, writes: writes)
            rows.apply(
                Unit(stamp: Stamp(milliseconds: 1), changes: [change]),
                by: Dot(ordinal, key.row.number))
        }
        return rows
    }
}
