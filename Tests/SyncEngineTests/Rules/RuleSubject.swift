// Every rule of the engine with what its laws are tried on: fields, values, intents.

import SyncEngine
import Testing

/// A rule under test. The field it judges is 1; further fields are those that it reads.
struct RuleSubject: Sendable, CustomTestStringConvertible {
    let title: String
    let rule: any MergeRule
    /// The values to write, per field; the rule's own field first.
    let values: [(field: FieldID, values: [Value])]
    var intents: [Intent] = []
    /// Whether the rule picks the greatest of a total order, so that it may be applied in parts.
    /// The others are tests over the whole set.
    var isChoice = true

    static let field: FieldID = 1

    var testDescription: String { title }

    static let all: [RuleSubject] = choices + setTests

    private static let flags: [Value] = [.integer(0), .integer(1), .null]
    private static let texts: [Value] = ["a", "b", "", "a b"].map { .text($0) }
    private static let pairs: [Value] = [(0, 0), (0, 2), (0, 3), (1, 0), (1, 2)].map {
        .tuple([.integer($0.0), .integer($0.1)])
    }
    private static let status = StageCycle(finishes: [2, 3])

    private static let choices = [
        RuleSubject(title: "latest", rule: Latest(), values: [(1, texts)]),
        RuleSubject(title: "stage-cycle", rule: status, values: [(1, pairs)]),
        RuleSubject(
            title: "most-of-order", rule: MostOfOrder(),
            values: [(1, [.integer(0), .integer(1), .integer(3), .null])]),
        RuleSubject(
            title: "largest-number", rule: LargestNumber(),
            values: [(1, [.integer(-5), .integer(0), .integer(90), .null])]),
        RuleSubject(
            title: "assignment", rule: Assignment(),
            values: [(1, [.integer(7), .integer(8), .null])],
            intents: [.release, .claim, .assign, Intent(rank: 9)]),
        RuleSubject(title: "any-true", rule: AnyTrue(), values: [(1, flags)]),
        RuleSubject(title: "all-true", rule: AllTrue(), values: [(1, flags)]),
        RuleSubject(title: "written-once", rule: WrittenOnce(), values: [(1, texts)]),
    ]

    private static let setTests = [
        RuleSubject(
            title: "appended-text", rule: AppendedText(),
            values: [(1, ["B", "B x", "B y", "B x z", "R"].map { .text($0) })], isChoice: false),
        RuleSubject(
            title: "most-of-order beside a finish",
            rule: MostOfOrder(besideFinish: .init(status: 2, rule: status)),
            values: [(1, [.integer(0), .integer(2)]), (2, pairs)], isChoice: false),
        RuleSubject(
            title: "any-true beside edits", rule: AnyTrue(besideEditsOf: [2]),
            values: [(1, flags), (2, texts)], isChoice: false),
        RuleSubject(
            title: "deleted-as-seen", rule: DeletedAsSeen(content: [2, 3]),
            values: [(1, flags), (2, texts), (3, texts)], isChoice: false),
        RuleSubject(
            title: "seen-or-said", rule: SeenOrSaid(releases: [2], audience: 3),
            values: [(1, flags), (2, texts), (3, texts)], isChoice: false),
        RuleSubject(
            title: "latest-audience", rule: LatestAudience(releasedBy: 2),
            values: [(1, texts), (2, flags)], isChoice: false),
    ]
}
