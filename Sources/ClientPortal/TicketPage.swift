// The page of one ticket: how far it is, what was said, and the documents that are for the client.

internal import SupportDesk
internal import SyncEngine

/// A ticket as a client reads it.
struct TicketPage {
    private let ticket: ClientTicket
    /// How documents are fetched whose bytes are there.
    private let linkByDocument: [RowID: DocumentLink]

    init(_ ticket: ClientTicket, linkByDocument: [RowID: DocumentLink]) {
        self.ticket = ticket
        self.linkByDocument = linkByDocument
    }

    var source: String {
        var parts: [Markup] = [
            .element(.h1, holding: [.element(.bdi, text: ticket.title.inOneLine)]),
            PortalPage.facts(of: ticket),
            .element(.section, .class(.card), .label("How far it is"), holding: state),
        ]
        if let description = ticket.description, !description.isEmpty {
            parts.append(
                section(
                    "What was reported", id: "report",
                    .element(.div, .class(.card), holding: [prose(description)])))
        }
        if !ticket.comments.isEmpty {
            parts.append(section("Messages", id: "messages", list(ticket.comments.map(message))))
        }
        if !ticket.documents.isEmpty {
            parts.append(
                section("Documents", id: "documents", list(ticket.documents.map(document))))
        }
        let back = Markup.element(
            .p, holding: [.element(.a, .link(.tickets), text: "All your tickets")])
        // The title of a page is what a browser remembers of it.
        return PortalPage.page("Ticket \(ticket.id)", above: [back], parts)
    }

    /// The steps that every ticket takes, with the one at which this is, and what that means.
    private var state: [Markup] {
        let meaning = Markup.element(
            .p, .class(.meaning), text: ClientWords.meaning(of: ticket.status))
        guard let status = ticket.status,
            let now = Status.allCases.firstIndex(of: status)
        else { return [meaning] }
        let steps = Status.allCases.enumerated().map { index, step in
            let name: PortalStyle.Name = index < now ? .past : index == now ? .now : .next
            return Markup.element(
                .li, [.class(name)] + (index == now ? [.currentStep] : []),
                [.text(ClientWords.name(of: step))])
        }
        return [.element(.ol, .class(.steps), holding: steps), meaning]
    }

    private func section(_ heading: String, id: String, _ content: Markup) -> Markup {
        .element(
            .section, .labelled(by: id),
            holding: [.element(.h2, .id(id), text: heading), content])
    }

    private func list(_ items: [Markup]) -> Markup {
        .element(.ol, .class(.items), holding: items)
    }

    private func message(_ comment: ClientTicket.Comment) -> Markup {
        let facts: [Markup] = [
            .element(.bdi, .class(.author), text: comment.author.inOneLine), .text(", "),
            PortalPage.time(comment.createdAt),
        ]
        return .element(
            .li, .class(.card),
            holding: [.element(.p, .class(.facts), holding: facts), prose(comment.body)])
    }

    private func document(_ document: ClientTicket.Document) -> Markup {
        let name = document.name.inOneLine.withoutTurns
        let link = linkByDocument[document.id]
        let spelled = Markup.element(.bdi, text: name)
        let title = link.map { link in
            Markup.element(
                .a, .link(.document(link.name, of: ticket.id)), .class(.title), holding: [spelled])
        }
        let size = ClientWords.size(document.size) + (link == nil ? ", not here yet, " : ", ")
        let facts: [Markup] = [.text(size), PortalPage.time(document.createdAt)]
        return .element(
            .li, .class(.card),
            holding: [title ?? spelled, .element(.p, .class(.facts), holding: facts)]
                + preview(name, link))
    }

    /// The image, and behind it the image alone, as large as it is.
    private func preview(_ name: String, _ link: DocumentLink?) -> [Markup] {
        guard let link, link.isImage else { return [] }
        let address = PortalAddress.image(link.name, of: ticket.id)
        let image = Markup.element(
            .img, .source(address), .alternative("Show \(name)"), .class(.preview), .loadingLate,
            holding: [])
        return [.element(.a, .link(address), .class(.frame), holding: [image])]
    }

    private func prose(_ text: String) -> Markup {
        .element(.div, .class(.prose), .directionOfText, text: text)
    }
}

extension String {
    /// A name of a file in which a mark turns the direction of writing shows another ending than
    /// it has: `cod.exe` for `exe.doc`. The marks are shown as replaced.
    fileprivate var withoutTurns: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
