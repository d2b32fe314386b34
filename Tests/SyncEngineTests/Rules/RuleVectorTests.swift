// The golden vectors of the merge rules: every replica and every client must agree with them.

import SyncEngine
import Testing

@Suite struct RuleVectorTests {
    @Test(arguments: try GoldenVector.files(in: "rules"))
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

    @Test func `every rule has its vectors`() throws {
        let named = try GoldenVector.files(in: "rules").map {
            try GoldenVector.file("rules/\($0)").text("rule")
        }
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
