// What a client sees, and what is about to be released to them, as a terminal shows it.

import SupportDesk
import SyncEngine

extension ClientTicket {
    /// The whole page.
    var page: String {
        var parts = ["\(id)  \(title.printable)", "  status  \(status?.name.spaced ?? "-")"]
        if let description, !description.isEmpty { parts.append(description.indented) }
        if !comments.isEmpty {
            parts.append("Comments")
            parts += comments.map { "  \($0.author), \($0.createdAt)\n" + $0.body.indented }
        }
        if !documents.isEmpty {
            parts.append("Documents")
            parts += documents.map { "  \($0.name.printable)  \($0.size) bytes" }
        }
        return parts.joined(separator: "\n")
    }
}

extension Release {
    /// Every word that the client will be able to read, those that lost a merge included.
    var page: String {
        let will = isTicketVisible ? "will see" : "will see, once the ticket is shared"
        var lines = ["\(audience ?? "The client, when one is set,") \(will):"]
        for text in texts {
            lines.append("\(text.kind):\n" + text.shown.indented)
            lines += text.others.map {
                "\(text.kind), not shown now, but if the one above is replaced:\n" + $0.indented
            }
        }
        lines += otherAudiences.map { "Also set as the client, and overruled: \($0)." }
        return lines.joined(separator: "\n")
    }
}
