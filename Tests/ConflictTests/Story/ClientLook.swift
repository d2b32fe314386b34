// What a client reads of a story: by the one code path that faces clients, in every order.

import SupportDesk
import SyncEngine
import Testing

/// A ticket with its comments and documents, each told as a story of its own, and its client.
struct ClientLook {
    let ticket: Story
    var comments: [Story] = []
    var documents: [Story] = []

    /// What the contact reads after everybody reconnected, whatever the order; `nil`: no ticket.
    func answer(
        to contact: Known = .ada, of organization: Known = .pumps,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> ClientTicket? {
        let answers = endings { story in story.arrivals.map { story.applied($0) } + story.joins }
            .map { Self.read($0, contact, organization) }
        for answer in answers {
            #expect(answer == answers[0], "two orders, two answers", sourceLocation: sourceLocation)
        }
        return answers[0]
    }

    /// Every word that the contact could read at any moment on the way there, at the hub.
    func everRead(by contact: Known = .ada, of organization: Known = .pumps) -> Set<String> {
        let answers = endings { story in
            story.arrivals.flatMap { order in
                (0...order.count).map { story.applied(Array(order.prefix($0))) }
            }
        }.compactMap { Self.read($0, contact, organization) }
        return Set(
            answers.flatMap { answer in
                [answer.title, answer.description ?? ""] + answer.comments.map(\.body)
                    + answer.documents.map(\.name)
            })
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

    private static func read(
        _ rows: TicketRows, _ contact: Known, _ organization: Known
    ) -> ClientTicket? {
        let reader = ClientReader(contact: contact.row, organization: organization.row)
        return ClientView().ticket(rows, for: reader) { Person($0).name }
    }
}
