// The golden vectors of specs/vectors/attention: rows of a ticket, and the flags that it bears.

import SupportDesk
import SyncEngine
import Testing

@Suite struct AttentionVectorTests {
    static let files = [
        "archived_category", "foreign_contact", "held", "late_activity", "no_owner",
        "over_estimate", "owner_deactivated", "reassigned_and_finished", "shared_with_nobody",
        "two_claims", "urgent_and_finished",
    ]

    @Test func `every flag has its vectors, and some that bear it`() throws {
        #expect(try GoldenVector.files(in: "attention") == Self.files.map { $0 + ".json" })
        #expect(Self.files == AttentionCode.allCases.map(\.rawValue).sorted())
        for name in Self.files {
            let expected = try GoldenVector.file("attention/\(name).json").cases.map {
                try $0.codes.contains(name)
            }
            #expect(Set(expected) == [true, false], "\(name)")
        }
    }

    @Test(arguments: files)
    func `a ticket bears the flags that the vectors say`(name: String) throws {
        for vector in try GoldenVector.file("attention/\(name).json").cases {
            let facts = try vector.facts
            let records = facts.attention()
            #expect(records.map(\.code.rawValue).sorted() == (try vector.codes), "\(vector)")
            #expect(records.allSatisfy { $0.sentence.hasSuffix(".") })
        }
    }

    @Test(arguments: files)
    func `the order of rows makes no difference, nor does asking for one flag`(
        name: String
    ) throws {
        for vector in try GoldenVector.file("attention/\(name).json").cases {
            var facts = try vector.facts
            let records = facts.attention()
            facts.belonging.reverse()
            #expect(facts.attention() == records)
            let single = AttentionCode.allCases.flatMap { facts.attention(among: [$0]) }
            #expect(single == records)
        }
    }
}

extension GoldenVector {
    fileprivate var codes: [String] {
        get throws { try #require(object["attention"] as? [String]) }
    }

    fileprivate var facts: TicketFacts {
        get throws {
            var facts = TicketFacts(ticket: try child("ticket").row)
            if object["belonging"] != nil {
                facts.belonging = try objects("belonging").map { item in
                    let entity = TicketSchema.schema.entity(named: try item.text("entity"))
                    let key = RowKey(
                        try #require(entity).id, try #require(RowID(try item.text("id"))))
                    return TicketFacts.Belonging(key, try item.row)
                }
            }
            for (ordinal, member) in object["members"] as? [String: String] ?? [:] {
                let replica = try #require(UInt64(ordinal).flatMap { ReplicaOrdinal($0) })
                facts.memberByReplica[replica] = RowID(member)
            }
            facts.isOwnerActive = object["owner_active"] as? Bool ?? true
            facts.isCategoryArchived = object["category_archived"] as? Bool ?? false
            if object["contact_organization"] != nil {
                facts.contactOrganization = try value("contact_organization")
            }
            return facts
        }
    }
}
