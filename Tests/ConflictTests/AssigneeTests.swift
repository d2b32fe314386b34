// Assignee: assign over claim over release; the latest assign, the earliest claim.

import SupportDesk
import SyncEngine
import Testing

@Suite struct AssigneeTests {
    let assignee = TicketField.assignee

    @Test func `two people claim it offline: whoever was first has it`() {
        let story = Story()
        story.field1.does(.claim, at: "9:00")
        story.field2.does(.claim, at: "9:40")
        story.expect(assignee, "field 1", .review, beside: ["field 2 by field 2"])
    }

    @Test func `the office assigns it while somebody claims it: the office has decided`() {
        let story = Story()
        story.office.does(.assign(.field2), at: "9:30")
        story.field1.does(.claim, at: "9:00")
        story.expect(assignee, "field 2", .review, beside: ["field 1 by field 1"])
    }

    @Test func `given back here, assigned there: it is assigned`() {
        let story = Story(.assign(.field1))
        story.field1.does(.release, at: "9:30")
        story.office.does(.assign(.field2), at: "9:00")
        story.expect(assignee, "field 2", .review, beside: ["none by field 1"])
    }

    @Test func `assigned twice: the later assignment stands`() {
        let story = Story(.assign(.field1))
        story.office.does(.assign(.field2), at: "9:00")
        story.desk.does(.assign(.field3), at: "9:05")
        story.expect(assignee, "field 3", .review, beside: ["field 2 by office"])
    }

    @Test func `given back by one, claimed by another: whoever claims has it`() {
        let story = Story(.assign(.field1))
        story.field1.does(.release, at: "9:30")
        story.field2.does(.claim, at: "9:00")
        story.expect(assignee, "field 2", .review, beside: ["none by field 1"])
    }

    @Test func `assigned to whoever claimed it anyway: no conflict`() {
        let story = Story()
        story.office.does(.assign(.field1), at: "9:00")
        story.field1.does(.claim, at: "8:00")
        story.expect(assignee, "field 1", .none)
    }

    @Test func `four ways at once: the latest assignment stands`() {
        let story = Story(.assign(.field3))
        story.office.does(.assign(.field2), at: "9:00")
        story.desk.does(.assign(.desk), at: "9:10")
        story.field1.does(.claim, at: "8:00")
        story.field3.does(.release, at: "9:30")
        story.expect(
            assignee, "desk", .review,
            beside: ["field 2 by office", "field 1 by field 1", "none by field 3"])
    }

    @Test func `assigned to somebody who has left meanwhile: the value stays`() {
        let story = Story(.assign(.field1))
        story.office.does(.assign(.field3), at: "9:00")
        story.expect(assignee, "field 3", .none)
    }

    @Test func `three claims and a release: the first who claimed has it`() {
        let story = Story(.assign(.office))
        story.field2.does(.claim, at: "8:00")
        story.field1.does(.claim, at: "8:10")
        story.field3.does(.claim, at: "8:20")
        story.office.does(.release, at: "8:30")
        story.expect(
            assignee, "field 2", .review,
            beside: ["none by office", "field 1 by field 1", "field 3 by field 3"])
    }

    @Test func `a clock that is slow wins no claim: none is older than its ticket`() {
        let story = Story(born: "8:00")
        story.field2.does(.claim, at: "3:00")
        story.field1.does(.claim, at: "8:00")
        story.expect(assignee, "field 1", .review, beside: ["field 2 by field 2"])
    }

    @Test func `all give it back: nobody has it, and that is no conflict`() {
        let story = Story(.assign(.field1))
        story.field1.does(.release, at: "9:00")
        story.office.does(.release, at: "9:10")
        story.expect(assignee, "none", .none)
    }

    @Test func `overruled by somebody who had not seen a claim: the claim surfaces again`() {
        let story = Story()
        story.office.does(.assign(.field2), at: "9:00")
        story.field1.does(.claim, at: "8:00")
        story.office.syncs()
        story.desk.syncs()
        story.desk.does(.release, at: "9:30")
        story.expect(assignee, "field 1", .review, beside: ["none by desk"])
    }
}
