// The cases of the merge rules about documents and clients, and about several fields at once, as a
// client reads them.

import HubClient
import SupportDesk
import SyncEngine
import Testing

@testable import SyncHub

extension PortalStory {
    private static let title = PortalStage.title

    static let documents: [PortalStory] = [
        PortalStory(
            "a document shown to the client while it is renamed: held, then confirmed",
            opening: { try $0.openWithDocument("pump.jpg", .internal) },
            [
                Move("A", .desk) { try $1.publishDocument($0.subject) },
                Move("B", .field1) { try $1.renameDocument($0.subject, "their mess.jpg") },
                Move("C", .desk, after: "AB") { try $1.confirmRelease($0.ticket) },
            ],
            reads: [
                "": [title], "A": [title, "pump.jpg"], "B": [title], "AB": [title],
                "ABC": [title, "their mess.jpg"],
            ]),
        PortalStory(
            "replaced by two for the client and by a third internally: the two side by side",
            opening: { try $0.openWithDocument("plan.pdf", .toClient) },
            [
                replacement("A", .desk, "plan A.pdf", .toClient),
                replacement("B", .field1, "plan B.pdf", .toClient),
                Move("C", .field2) {
                    try $1.replaceDocument($0.subject, with: PortalStage.draft("C.pdf", .internal))
                    try $1.deleteDocument($0.subject)
                },
            ],
            reads: [
                "": [title, "plan.pdf"], "A": [title, "plan.pdf", "plan A.pdf"],
                "B": [title, "plan.pdf", "plan B.pdf"],
                "AB": [title, "plan.pdf", "plan A.pdf", "plan B.pdf"], "C": [title],
                "AC": [title, "plan A.pdf"], "BC": [title, "plan B.pdf"],
                "ABC": [title, "plan A.pdf", "plan B.pdf"],
            ], never: ["C.pdf"], isWatched: false),
        PortalStory(
            "made internal here, shown again there: internal",
            opening: { try $0.openWithDocument("plan.pdf", .toClient) },
            [
                Move("A", .desk) { try $1.withdrawDocument($0.subject) },
                Move("B", .field1) {
                    try $1.withdrawDocument($0.subject)
                    try $1.publishDocument($0.subject)
                },
            ],
            reads: [
                "": [title, "plan.pdf"], "A": [title], "B": [title, "plan.pdf"], "AB": [title],
            ]),
        PortalStory(
            "the row first, the bytes later: listed with its size, then given",
            opening: { try $0.open() },
            [
                Move("A", .field1) {
                    $0.subject = try $1.attach(PortalStage.draft("a.pdf", .toClient), to: $0.ticket)
                },
                Move("B", .field1, after: "A", ofBytes: true) { stage, _ in
                    try await stage.upload(stage.subject, from: .field1)
                },
            ],
            reads: [
                "": [title], "A": [title, "a.pdf", "19 bytes, not here yet"],
                "AB": [title, "a.pdf"],
            ], isWatched: false),
    ]

    private static func replacement(
        _ letter: Character, _ person: Person, _ name: String, _ audience: Audience
    ) -> Move {
        Move(letter, person) {
            try $1.replaceDocument($0.subject, with: PortalStage.draft(name, audience))
        }
    }

    static let clients: [PortalStory] = [
        PortalStory(
            "given to two clients apart, then shared by somebody who saw both: the latest, whole",
            opening: { try $0.open(isShared: false, ofNobody: true) },
            [
                Move("A", .field1) { try $0.set(contact: "Ada", organization: "Pumps", $1) },
                Move("B", .desk) { try $0.set(contact: nil, organization: "Quarries", $1) },
                Move("C", .office, after: "AB") { try $1.share($0.ticket) },
            ],
            reads: ["": nil, "A": nil, "B": nil, "AB": nil, "ABC": nil],
            others: ["Cem": ["": nil, "A": nil, "B": nil, "AB": nil, "ABC": [title]]]),
        PortalStory(
            "given to two clients apart while shared: held for both until somebody confirms",
            opening: {
                try $0.open(isShared: false, ofNobody: true)
                try $0.office.share($0.ticket)
            },
            [
                Move("A", .field1) { try $0.set(contact: "Ada", organization: "Pumps", $1) },
                Move("B", .desk) { try $0.set(contact: nil, organization: "Quarries", $1) },
                Move("C", .desk, after: "AB") { try $1.confirmRelease($0.ticket) },
            ],
            reads: ["": nil, "A": [title], "B": nil, "AB": nil, "ABC": nil],
            others: ["Cem": ["": nil, "A": nil, "B": [title], "AB": nil, "ABC": [title]]]),
        PortalStory(
            "shared for one client while the ticket is given to another: nobody reads it",
            opening: { try $0.open(isShared: false) },
            [
                Move("A", .desk) { try $1.share($0.ticket) },
                Move("B", .field1) { try $0.set(contact: "Cem", organization: "Quarries", $1) },
            ],
            reads: ["": nil, "A": [title], "B": nil, "AB": nil]),
    ]

    private static let received = "We have it, and will look into it."
    private static let inWork = "Somebody is working on it."
    private static let done = "It is done, and waits for you to confirm."
    private static let closed = "It is finished."

    static let acrossFields: [PortalStory] = [
        PortalStory(
            "given to another while its owner starts, logs an hour and resolves: done",
            opening: {
                try $0.open()
                try $0.office.assign($0.ticket, to: "Field")
            },
            [
                Move("A", .office) { try $1.assign($0.ticket, to: "Olga") },
                Move("B", .field1) {
                    try $0.setStatus(.inProgress, nil, $1)
                    try $1.logTime(
                        on: $0.ticket, minutes: 613, day: CalendarDay(milliseconds: 0),
                        note: "MARK an hour")
                    try $0.setStatus(.resolved, nil, $1)
                },
            ],
            reads: [
                "": [title, received], "A": [title, received], "B": [title, done],
                "AB": [title, done],
            ]),
        PortalStory(
            "three priorities beside open, closed and reopened: each field on its own",
            opening: {
                try $0.open()
                try $0.setStatus(.inProgress, .high, $0.office)
            },
            [
                Move("A", .office) { try $0.setStatus(.open, .urgent, $1) },
                Move("B", .desk) { try $0.setStatus(.closed, .normal, $1) },
                Move("C", .field1) {
                    try $0.setStatus(.resolved, .low, $1)
                    try $1.reopen($0.ticket)
                },
            ],
            reads: [
                "": [title, inWork], "A": [title, received], "B": [title, closed],
                "C": [title, received], "AB": [title, closed], "AC": [title, received],
                "BC": [title, received], "ABC": [title, received],
            ], never: ["rgent"], isWatched: false),
        PortalStory(
            "closed while somebody raises it to urgent: closed",
            opening: { try $0.open() },
            [
                Move("A", .desk) { try $1.setStatus($0.ticket, .closed) },
                Move("B", .field1) {
                    var edit = TicketEdit()
                    edit.priority = .urgent
                    try $1.edit($0.ticket, edit)
                },
            ],
            reads: [
                "": [title, received], "A": [title, closed], "B": [title, received],
                "AB": [title, closed],
            ], never: ["rgent"]),
        PortalStory(
            "reopened because the client phoned, closed by another: open",
            opening: {
                try $0.open()
                try $0.setStatus(.resolved, nil, $0.office)
            },
            [
                Move("A", .desk) { try $1.reopen($0.ticket) },
                Move("B", .office) { try $1.setStatus($0.ticket, .closed) },
            ],
            reads: [
                "": [title, done], "A": [title, received], "B": [title, closed],
                "AB": [title, received],
            ]),
        PortalStory(
            "two additions by people who saw that it is shared: both, in one order",
            opening: { try $0.open() },
            [
                Move("A", .field1) { try $0.append("The valve is worn.", $1) },
                Move("B", .field2) { try $0.append("The hose is fine.", $1) },
            ],
            reads: [
                "": [title], "A": [title, "The valve is worn."],
                "B": [title, "The hose is fine."],
                "AB": [title, "The valve is worn.", "The hose is fine."],
            ]),
    ]
}

extension PortalStage {
    /// Brings the bytes of a document to the hub.
    func upload(_ document: RowID, from person: PortalStory.Person) async throws {
        let laptop = try #require(laptops[person])
        let answer = try await laptop.client.send(
            HubRequest(
                .put, "/v1/documents/\(document)/upload/0", body: Array(Self.content.utf8),
                contentType: "application/octet-stream", accept: "application/json"))
        try #require(answer.status == 200)
    }
}
