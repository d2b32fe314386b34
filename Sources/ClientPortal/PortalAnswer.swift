// What the portal says to a browser: a page with the headers that keep it in that browser alone.

internal import Crypto
internal import Foundation
public import SupportDesk

/// An answer to a client, whole.
public struct PortalAnswer: Hashable, Sendable {
    /// Of HTTP.
    public let status: Int
    /// Name and value, in the order in which they are sent.
    public let headers: [Header]
    public let body: String

    /// One header.
    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private init(status: Int, headers: [Header], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// - Parameter hasImages: whether the page may load images, from here alone.
    init(page: String, status: Int = 200, hasImages: Bool = false) {
        let policy = Self.policy(images: hasImages)
        self.init(
            status: status,
            headers: [Header("Content-Type", "text/html; charset=utf-8"), policy] + Self.common,
            body: page)
    }

    /// Sends the browser from the link to the clean address of the tickets, with a cookie.
    public static func entrance(cookie: String) -> PortalAnswer {
        PortalAnswer(
            status: 303,
            headers: [
                Header("Location", PortalAddress.tickets.path), Header("Set-Cookie", cookie),
                policy(images: false),
            ] + common,
            body: "")
    }

    /// What every answer to a client says, documents' bytes too.
    public static let common = [
        // Nobody keeps it: no proxy, and no browser after the page was left.
        Header("Cache-Control", "private, no-store"),
        Header("X-Content-Type-Options", "nosniff"),
        Header("Referrer-Policy", "no-referrer"),
        Header("X-Frame-Options", "DENY"),
        Header("X-Robots-Tag", "noindex, nofollow, noarchive"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// A page may look as it does, and do nothing: it runs, sends and embeds nothing, and loads
    /// nothing but the images of documents, where it has some.
    private static func policy(images: Bool) -> Header {
        Header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-\(styleHash)'; "
                + (images ? "img-src 'self'; " : "")
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    }

    private static let styleHash = Data(Crypto.SHA256.hash(data: Data(PortalStyle.sheet.utf8)))
        .base64EncodedString()
}

extension PortalAnswer {
    /// The tickets of a client, already sorted.
    public static func tickets(_ tickets: [ClientTicket]) -> PortalAnswer {
        PortalAnswer(page: PortalPage.tickets(tickets))
    }

    /// One ticket.
    /// - Parameter link: tells how a document is fetched; `nil` where its bytes are not there yet.
    public static func ticket(
        _ ticket: ClientTicket, link: (ClientTicket.Document) -> DocumentLink?
    ) -> PortalAnswer {
        let links = Dictionary(
            uniqueKeysWithValues: ticket.documents.compactMap { document in
                link(document).map { (document.id, $0) }
            })
        return PortalAnswer(
            page: TicketPage(ticket, linkByDocument: links).source,
            hasImages: links.values.contains(where: \.isImage))
    }

    /// For a link that has ended or never was, and for whatever is not this client's: one answer,
    /// byte for byte, so that nobody learns which it was.
    public static let nothing = PortalAnswer(page: PortalPage.nothing, status: 404)

    /// The hub is busy, stopping or broken; its log says which.
    public static let unavailable = PortalAnswer(page: PortalPage.unavailable, status: 503)
}
