// The pages of the portal: made of what a client may read, and of nothing else.

internal import SupportDesk

/// Every page there is.
enum PortalPage {
    static func tickets(_ tickets: [ClientTicket]) -> String {
        let list =
            tickets.isEmpty
            ? Markup.element(.p, text: "There is no ticket here for you at present.")
            : Markup.element(.ul, .class(.tickets), holding: tickets.map(item))
        return page("Your tickets", [.element(.h1, text: "Your tickets"), list])
    }

    private static func item(_ ticket: ClientTicket) -> Markup {
        let title = Markup.element(.bdi, text: ticket.title.inOneLine)
        return .element(
            .li,
            holding: [
                .element(.a, .link(.ticket(ticket.id)), .class(.title), holding: [title]),
                status(of: ticket), facts(of: ticket),
            ])
    }

    private static func status(of ticket: ClientTicket) -> Markup {
        let badge = Markup.element(
            .span, .class(PortalStyle.Name(ticket.status)),
            text: ClientWords.name(of: ticket.status))
        let meaning = Markup.text(" " + ClientWords.meaning(of: ticket.status))
        return .element(.p, .class(.status), holding: [badge, meaning])
    }

    private static func facts(of ticket: ClientTicket) -> Markup {
        .element(
            .p, .class(.facts),
            holding: [.text("\(ticket.id), reported on "), time(ticket.createdAt)])
    }

    /// - Parameter name: gives the name by which a document is fetched; `nil` where its bytes are
    ///   not there yet.
    static func ticket(
        _ ticket: ClientTicket, name: (ClientTicket.Document) -> DocumentName?
    ) -> String {
        var parts: [Markup] = [
            .element(
                .p, holding: [.element(.a, .link(.tickets), text: "All your tickets")]),
            .element(.h1, holding: [.element(.bdi, text: ticket.title.inOneLine)]),
            facts(of: ticket), status(of: ticket),
        ]
        if let description = ticket.description, !description.isEmpty {
            parts.append(prose(description))
        }
        parts += section("Messages", id: "messages", ticket.comments.map(message))
        parts += section(
            "Documents", id: "documents",
            ticket.documents.map { document($0, name($0), of: ticket) })
        // The title of a page is what a browser remembers of it.
        return page("Ticket \(ticket.id)", parts)
    }

    private static func section(
        _ heading: String, id: String, _ items: [Markup]
    ) -> [Markup] {
        guard !items.isEmpty else { return [] }
        return [
            .element(
                .section, .labelled(by: id),
                holding: [
                    .element(.h2, .id(id), text: heading),
                    .element(.ol, .class(.items), holding: items),
                ])
        ]
    }

    private static func message(_ comment: ClientTicket.Comment) -> Markup {
        let facts: [Markup] = [
            .element(.bdi, .class(.author), text: comment.author.inOneLine), .text(", "),
            time(comment.createdAt),
        ]
        return .element(
            .li, holding: [.element(.p, .class(.facts), holding: facts), prose(comment.body)])
    }

    private static func document(
        _ document: ClientTicket.Document, _ name: DocumentName?, of ticket: ClientTicket
    ) -> Markup {
        let spelled = Markup.element(.bdi, text: document.name.inOneLine.withoutTurns)
        let link = name.map { name in
            Markup.element(.a, .link(.document(name, of: ticket.id)), holding: [spelled])
        }
        let size = ClientWords.size(document.size) + (name == nil ? ", not here yet, " : ", ")
        let facts: [Markup] = [.text(size), time(document.createdAt)]
        return .element(
            .li, holding: [link ?? spelled, .element(.p, .class(.facts), holding: facts)])
    }

    static let nothing = page(
        "Nothing here",
        [
            .element(.h1, text: "There is nothing here for you"),
            .element(
                .p,
                text: "Either this is not yours to see, or the link that you were sent has ended. "
                    + "Links end after a while, and a browser forgets one after some hours."),
            .element(
                .p,
                text: "Open the link in your message again. If you come back here, ask the people "
                    + "who sent it for a new one."),
        ])

    static let unavailable = page(
        "Not now",
        [
            .element(.h1, text: "Your tickets cannot be shown right now"),
            .element(.p, text: "Nothing is lost. Load this page again in a minute."),
        ])

    private static func page(_ title: String, _ parts: [Markup]) -> String {
        let remark = Markup.element(
            .p,
            text: "This page is for reading. To answer, to confirm or to report something new, "
                + "call or write to the people who look after you. Times are in UTC.")
        return Markup.document([
            .head(title: title, style: PortalStyle.sheet),
            .element(
                .body,
                holding: [
                    .element(.main, holding: parts), .element(.footer, holding: [remark]),
                ]),
        ])
    }

    private static func prose(_ text: String) -> Markup {
        .element(.div, .class(.prose), .directionOfText, text: text)
    }

    private static func time(_ moment: Moment) -> Markup {
        .element(.time, .datetime(moment.description), text: ClientWords.time(moment))
    }
}

extension String {
    /// Names and titles: whoever breaks the line in one breaks no layout.
    fileprivate var inOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    }

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
