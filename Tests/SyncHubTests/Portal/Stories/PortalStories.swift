// The cases of the merge rules about sharing and comments, as a client reads them.

import SupportDesk
import SyncEngine

extension PortalStory {
    static let all = sharing + comments + documents + clients + acrossFields

    private static let title = PortalStage.title
    private static let neverPay = "They never pay."
    private static let valve = "The valve is worn."
    private static let onMyWay = "I am on my way."

    static let sharing: [PortalStory] = [
        PortalStory(
            "shared while somebody adds what they think internal: held, then confirmed",
            opening: { try $0.open(isShared: false) },
            [
                Move("A", .desk) { try $1.share($0.ticket) },
                Move("B", .field1) { try $0.append(neverPay, $1) },
                Move("C", .desk, after: "AB") { try $1.confirmRelease($0.ticket) },
            ],
            reads: [
                "": nil, "A": [title, PortalStage.description], "B": nil, "AB": nil,
                "ABC": [title, PortalStage.description, neverPay],
            ]),
        PortalStory(
            "added to by somebody who saw that it is shared: read at once",
            opening: { try $0.open(isShared: false) },
            [
                Move("A", .desk) { try $1.share($0.ticket) },
                Move("B", .field1, after: "A") { try $0.append(valve, $1) },
            ],
            reads: ["": nil, "A": [title], "AB": [title, valve]]),
        PortalStory(
            "hidden and shown again by one, hidden by another: not shared",
            opening: { try $0.open() },
            [
                Move("A", .office) { try $1.unshare($0.ticket) },
                Move("B", .desk) {
                    try $1.unshare($0.ticket)
                    try $1.share($0.ticket)
                },
            ],
            reads: ["": [title], "A": nil, "B": [title], "AB": nil]),
        PortalStory(
            "shared while somebody writes the client a comment: both are read",
            opening: { try $0.open(isShared: false) },
            [
                Move("A", .desk) { try $1.share($0.ticket) },
                Move("B", .field1) { try $1.comment(on: $0.ticket, onMyWay, .toClient) },
            ],
            reads: ["": nil, "A": [title], "B": nil, "AB": [title, onMyWay]]),
        PortalStory(
            "unshared while somebody writes the client a comment: neither is read",
            opening: { try $0.open() },
            [
                Move("A", .office) { try $1.unshare($0.ticket) },
                Move("B", .field1) { try $1.comment(on: $0.ticket, onMyWay, .toClient) },
            ],
            reads: ["": [title], "A": nil, "B": [title, onMyWay], "AB": nil]),
    ]

    private static let payLate = "They pay late."
    private static let seldomPay = "They seldom pay."
    private static let tuesday = "We come on Tuesday."
    private static let nine = "We come at nine."
    private static let ten = "We come at ten."

    static let comments: [PortalStory] = [
        PortalStory(
            "a note published here, edited there as internal: held, edited again still, confirmed",
            opening: { try $0.openWithComment(payLate, .internal) },
            [
                Move("A", .desk) { try $1.publishComment($0.subject) },
                Move("B", .field1) { try $1.editComment($0.subject, neverPay) },
                Move("C", .field2, after: "AB") { try $1.editComment($0.subject, seldomPay) },
                Move("D", .desk, after: "ABC") { try $1.confirmRelease($0.ticket) },
            ],
            reads: [
                "": [title], "A": [title, payLate], "B": [title], "AB": [title], "ABC": [title],
                "ABCD": [title, seldomPay],
            ]),
        PortalStory(
            "made internal here, published again there: internal",
            opening: { try $0.openWithComment(tuesday, .toClient) },
            [
                Move("A", .desk) { try $1.withdrawComment($0.subject) },
                Move("B", .field1) {
                    try $1.withdrawComment($0.subject)
                    try $1.publishComment($0.subject)
                },
            ],
            reads: [
                "": [title, tuesday], "A": [title], "B": [title, tuesday], "AB": [title],
            ]),
        PortalStory(
            "edited on two laptops that knew it was the client's: the latest is read",
            opening: { try $0.openWithComment(tuesday, .toClient) },
            [
                Move("A", .field1) { try $1.editComment($0.subject, nine) },
                Move("B", .field2) { try $1.editComment($0.subject, ten) },
            ],
            reads: [
                "": [title, tuesday], "A": [title, nine], "B": [title, ten], "AB": [title, ten],
            ]),
        PortalStory(
            "deleted by the office, edited by its author, restored by them",
            opening: { try $0.openWithComment(tuesday, .toClient) },
            [
                Move("A", .office) { try $1.deleteComment($0.subject) },
                Move("B", .field1) { try $1.editComment($0.subject, ten) },
                Move("C", .field1, after: "AB") { try $1.restoreComment($0.subject) },
            ],
            reads: [
                "": [title, tuesday], "A": [title], "B": [title, ten], "AB": [title],
                "ABC": [title, ten],
            ]),
        PortalStory(
            "one conflict settled on two laptops with different choices: the later choice, no loop",
            opening: { try $0.openWithComment(tuesday, .toClient) },
            [
                Move("A", .field1) { try $1.editComment($0.subject, nine) },
                Move("B", .field2) { try $1.editComment($0.subject, ten) },
                Move("C", .field2, after: "AB") { try $1.editComment($0.subject, valve) },
                Move("D", .field1, after: "AB") { try $1.editComment($0.subject, onMyWay) },
            ],
            reads: [
                "": [title, tuesday], "A": [title, nine], "B": [title, ten], "AB": [title, ten],
                "ABC": [title, valve], "ABD": [title, onMyWay], "ABCD": [title, onMyWay],
            ], isWatched: false),
    ]
}
