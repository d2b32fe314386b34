// The golden vectors of specs/vectors/notices: who is told of a merge, and by which name.

import SupportDesk
import SyncEngine
import Testing

@Suite struct NoticeVectorTests {
    @Test func `the audience and the name of a case are those of the vectors`() throws {
        let file = try GoldenVector.file("notices/audience.json")
        let members = try file.child("members").object
        #expect(try file.cases.count >= 20)
        for vector in try file.cases {
            let name = try vector.text("case")
            let route = try vector.route(members)
            let audience = route.audience.map(\.description).sorted()
            #expect(audience == vector.object["audience"] as? [String], "\(name)")
            #expect(route.subject == (try vector.text("subject")), "\(name)")
            #expect(route.outcome.grade >= .notice, "\(name): nobody is told of less")
        }
    }
}

extension GoldenVector {
    fileprivate func route(_ members: [String: Any]) throws -> NoticeRoute {
        let entity = try #require(TicketSchema.schema.entity(named: try text("entity")))
        let field = FieldID(UInt16(try #require(object["field"] as? Int)))
        let key = RowKey(entity.id, try #require(RowID(try text("id"))))
        var route = NoticeRoute(key, field, of: try row)
        for (ordinal, member) in members as? [String: String] ?? [:] {
            let replica = try #require(UInt64(ordinal).flatMap { ReplicaOrdinal($0) })
            route.memberByReplica[replica] = RowID(member)
        }
        route.assignee = (object["assignee"] as? String).flatMap { RowID($0) }
        route.admins = Set((object["admins"] as? [String] ?? []).compactMap { RowID($0) })
        route.isCategoryArchived = object["category_archived"] as? Bool ?? false
        return route
    }
}
