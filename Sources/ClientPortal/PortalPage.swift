// The frame of every page of the portal, and the pages that are not about one ticket.

internal import SupportDesk

/// What all pages have in common; made of what a client may read, and of nothing else.
enum PortalPage {
    /// The tickets of a client, already sorted.
    static func tickets(_ tickets: [ClientTicket]) -> String {
        let list =
            tickets.isEmpty
            ? Markup.element(.p, .class(.card), text: "There is no ticket here for you at present.")
            : Markup.element(.ul, .class(.items), holding: tickets.map(item))
        return page("Your tickets", [.element(.h1, text: "Your tickets"), list])
    }

    private static func item(_ ticket: ClientTicket) -> Markup {
        let title = Markup.element(.bdi, text: ticket.title.inOneLine)
        let link = Markup.element(
            .a, .link(.ticket(ticket.id)), .class(.title), holding: [title])
        return .element(
            .li, .class(.card),
            holding: [
                .element(.div, .class(.headline), holding: [link, badge(ticket.status)]),
                .element(.p, text: ClientWords.meaning(of: ticket.status)), facts(of: ticket),
            ])
    }

    private static func badge(_ status: Status?) -> Markup {
        .element(
            .span, .class(PortalStyle.Name(badge: status)), text: ClientWords.name(of: status))
    }

    static func facts(of ticket: ClientTicket) -> Markup {
        .element(
            .p, .class(.facts),
            holding: [.text("Ticket \(ticket.id), reported on "), time(ticket.createdAt)])
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

    static func page(_ title: String, above: [Markup] = [], _ parts: [Markup]) -> String {
        let remark = Markup.element(
            .p,
            text: "This page is for reading. To answer, to confirm or to report something new, "
                + "call or write to the people who look after you. Times are in UTC.")
        let header = above.isEmpty ? [] : [Markup.element(.header, holding: above)]
        return Markup.document([
            .head(title: title, style: PortalStyle.sheet),
            .element(
                .body,
                holding: header + [
                    .element(.main, holding: parts), .element(.footer, holding: [remark]),
                ]),
        ])
    }

    static func time(_ moment: Moment) -> Markup {
        .element(.time, .datetime(moment.description), text: ClientWords.time(moment))
    }
}

extension String {
    /// Names and titles: whoever breaks the line in one breaks no layout.
    var inOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    }
}
