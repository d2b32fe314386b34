// The golden vectors of the merge rules: every replica and every client must agree with them.

import SyncEngine
import Testing

@Suite struct RuleVectorTests {
    private static let files = [
        "all-true.json", "any-true-beside-edits.json", "any-true.json", "appended-text.json",
        "assignment.json", "deleted-as-seen.json", "largest-number.json", "latest-audience.json",
        "latest-review.json", "latest.json", "most-of-order-beside-finish.json",
        "most-of-order.json", "seen-or-said.json", "stage-cycle.json", "written-once.json",
    ]

    @Test(arguments: files)
    func `every case of specs/vectors/rules comes out as written`(file: String) throws {
        let vectors = try GoldenVector.file("rules/\(file)")
        let rule = try Self.rule(try vectors.text("rule"), try vectors.child("parameters"))
        #expect(rule.name == (try vectors.text("rule")))
        for vector in try vectors.cases {
            let outcome = rule.outcome(of: FieldView(1, of: try vector.row))
            let title = try vector.text("case")
            #expect(outcome.shown == (try vector.value("shown")), "\(title)")
            #expect(outcome.winner?.description == vector.object["winner"] as? String, "\(title)")
            #expect(outcome.grade.name == (try vector.text("grade")), "\(title)")
            #expect(outcome.isHeld == (try vector.flag("held")), "\(title)")
            #expect(outcome.reason == (try vector.text("reason")), "\(title)")
        }
    }

    @Test func `every rule has its vectors, and no file is left out`() throws {
        #expect(try GoldenVector.files(in: "rules") == Self.files)
        let named = try Self.files.map { try GoldenVector.file("rules/\($0)").text("rule") }
        #expect(Set(named) == Set(RuleSubject.all.map(\.rule.name)))
    }

    /// The rule of that name, with the parameters of the file.
    private static func rule(_ name: String, _ parameters: GoldenVector) throws -> any MergeRule {
        func field(_ key: String) -> FieldID? {
            (parameters.object[key] as? Int).map { FieldID(UInt16($0)) }
        }
        func numbers(_ key: String) -> [Int] { parameters.object[key] as? [Int] ?? [] }
        func fields(_ key: String) -> [FieldID] { numbers(key).map { FieldID(UInt16($0)) } }
        let status = StageCycle(finishes: numbers("finishes").map { Int64($0) })
        switch name {
        case "latest":
            let grade = try parameters.text("grade")
            return Latest(grade: try #require(Grade.allCases.first { $0.name == grade }))
        case "appended-text": return AppendedText()
        case "stage-cycle": return status
        case "most-of-order":
            return MostOfOrder(
                besideFinish: field("status").map { .init(status: $0, rule: status) })
        case "largest-number": return LargestNumber()
        case "assignment": return Assignment()
        case "any-true": return AnyTrue(besideEditsOf: fields("edits"))
        case "all-true": return AllTrue()
        case "deleted-as-seen": return DeletedAsSeen(content: fields("content"))
        case "seen-or-said":
            return SeenOrSaid(releases: fields("releases"), audience: field("audience"))
        case "latest-audience": return LatestAudience(releasedBy: try #require(field("release")))
        case "written-once": return WrittenOnce()
        default: throw UnknownRule(name: name)
        }
    }

    private struct UnknownRule: Error { let name: String }
}
