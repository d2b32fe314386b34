// What a client reads of a story: by the one code path that faces clients, in every order, and on
// the portal's pages.

import ClientPortal
import LocalStore
import SupportDesk
import SyncEngine
import Testing

/// A ticket with its comments and documents, each told as a story of its own, and its client.
struct ClientLook {
    let ticket: Story
    var comments: [Story] = []
    var documents: [Story] = []

    /// The hub whose portal they look at.
    private let hub = Result { try StoryHub() }

    init(ticket: Story, comments: [Story] = [], documents: [Story] = []) {
        self.ticket = ticket
        self.comments = comments
        self.documents = documents
    }

    /// What the contact reads after everybody reconnected, whatever the order; `nil`: no ticket.
    func answer(
        to contact: Known = .ada, of organization: Known = .pumps,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> ClientTicket? {
        let answers = endings { story in story.arrivals.map { story.applied($0) } + story.joins }
            .map { read($0, contact, organization, sourceLocation) }
        for answer in answers {
            #expect(answer == answers[0], "two orders, two answers", sourceLocation: sourceLocation)
        }
        return answers[0]
    }

    /// Every word that the contact could read at any moment on the way there, at the hub.
    func everRead(
        by contact: Known = .ada, of organization: Known = .pumps,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Set<String> {
        let answers = endings { story in
            story.arrivals.flatMap { order in
                (0...order.count).map { story.applied(Array(order.prefix($0))) }
            }
        }.compactMap { read($0, contact, organization, sourceLocation) }
        return Set(answers.flatMap(\.words))
    }

    /// Every way in which the stories can stand together.
    private func endings(_ rows: (Story) -> [RowState]) -> [TicketRows] {
        var endings = rows(ticket).map { TicketRows(Self.id(1), $0) }
        for (index, comment) in comments.enumerated() {
            let (id, states) = (Self.id(UInt64(index) + 1), rows(comment))
            endings = endings.flatMap { whole in
                states.map { state in
                    var whole = whole
                    whole.comments[id] = Self.owned(state, by: CommentField.ticket)
                    return whole
                }
            }
        }
        for (index, document) in documents.enumerated() {
            let (id, states) = (Self.id(UInt64(index) + 1), rows(document))
            endings = endings.flatMap { whole in
                states.map { state in
                    var whole = whole
                    whole.documents[id] = Self.owned(state, by: DocumentField.ticket)
                    return whole
                }
            }
        }
        return endings
    }

    private static func id(_ number: UInt64) -> RowID { RowID(Person.reception.ordinal, number) }

    /// The row as one of the ticket's: stories of comments do not say whose they are.
    private static func owned(_ state: RowState, by field: FieldID) -> RowState {
        var state = state
        state[field] = Register(
            Sibling(
                dot: state.creation.dot, stamp: state.creation.stamp, value: .row(id(1))))
        return state
    }

    /// What the view gives, what the hub's window gives and what the portal's pages say are one.
    private func read(
        _ rows: TicketRows, _ contact: Known, _ organization: Known,
        _ sourceLocation: SourceLocation
    ) -> ClientTicket? {
        let reader = ClientReader(contact: contact.row, organization: organization.row)
        let viewed = ClientView().ticket(rows, for: reader) { "replica \($0)" }
        do {
            let hub = try hub.get()
            try hub.put(rows)
            let portal = try hub.answer(
                about: rows.id, to: contact.row, of: organization.row)
            #expect(portal.ticket == viewed, sourceLocation: sourceLocation)
            #expect((portal.page == .nothing) == (viewed == nil), sourceLocation: sourceLocation)
            let pages = portal.list.body + portal.page.body
            let words = viewed?.words ?? []
            #expect(words.allSatisfy(pages.contains), sourceLocation: sourceLocation)
            for text in rows.texts where !words.contains(where: { $0.contains(text) }) {
                #expect(!pages.contains(text), sourceLocation: sourceLocation)
            }
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
        return viewed
    }
}

extension ClientTicket {
    /// Every text of people in it. Texts of stories hold nothing that a page would escape.
    fileprivate var words: [String] {
        [title, description ?? ""] + comments.map(\.body) + documents.map(\.name)
    }
}

extension TicketRows {
    /// Every text that stands in any sibling of the rows, shown or not.
    fileprivate var texts: [String] {
        ([ticket] + comments.values + documents.values).flatMap(\.fields)
            .flatMap(\.register.siblings).compactMap(\.value.text)
    }
}
