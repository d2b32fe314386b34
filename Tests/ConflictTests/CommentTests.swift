// Comments: what the client may read, whose words stand, and what deleting may take away.

import SupportDesk
import SyncEngine
import Testing

@Suite struct CommentTests {
    private func note(_ edits: Edit...) -> Story {
        edits.isEmpty
            ? Story(about: TicketSchema.comment, .write("They pay late."))
            : Story(about: TicketSchema.comment, .write("They pay late."), edits[0])
    }

    @Test func `published while its author, seeing it internal, edits it: held`() {
        let story = note()
        story.desk.does(.publish, at: "9:00")
        story.field1.does(.write("They never pay."), at: "9:05")
        story.expect(CommentField.visible, "no", .review, beside: ["yes by desk"], held: true)
    }

    @Test func `edited again by somebody who has seen it held: still held`() {
        let story = note()
        story.desk.does(.publish, at: "9:00")
        story.field1.does(.write("They never pay."), at: "9:05")
        story.desk.syncs()
        story.field1.syncs()
        story.field2.syncs()
        story.field2.does(.write("They seldom pay."), at: "9:10")
        story.expect(CommentField.visible, "no", .review, beside: ["yes by desk"], held: true)
    }

    @Test func `withdrawn here, published there: internal`() {
        let story = note(.publish)
        story.desk.does(.withdraw, at: "9:00")
        story.field1.does(.publish, at: "9:05")
        story.expect(CommentField.visible, "no", .review, beside: ["yes by field 1"])
    }

    @Test func `never published: internal`() {
        note().expect(CommentField.visible, "no", .none)
    }

    @Test func `edited on two laptops: the latest, the other kept`() {
        let story = note()
        story.field1.does(.write("They pay after a call."), at: "9:00")
        story.field2.does(.write("They pay twice a year."), at: "9:30")
        story.expect(
            CommentField.body, "They pay twice a year.", .review,
            beside: ["They pay after a call. by field 1"])
    }

    @Test func `deleted by the office while its author edits it: deleted, for him to see`() {
        let story = note()
        story.office.does(.deleteComment, at: "9:00")
        story.field1.does(.write("They pay after a call."), at: "9:05")
        story.expect(CommentField.deleted, "yes", .review)
    }

    @Test func `restored by its author: back, and nothing left to decide`() {
        let story = note()
        story.office.does(.deleteComment, at: "9:00")
        story.field1.does(.write("They pay after a call."), at: "9:05")
        story.office.syncs()
        story.field1.syncs()
        story.field1.does(.restoreComment, at: "9:10")
        story.expect(CommentField.deleted, "no", .none)
    }

    @Test func `deleted by somebody who had read the last edit: deleted, nobody is bothered`() {
        let story = note()
        story.field1.does(.write("They pay after a call."), at: "9:00")
        story.field1.syncs()
        story.office.syncs()
        story.office.does(.deleteComment, at: "9:05")
        story.expect(CommentField.deleted, "yes", .none)
    }

    @Test func `deleted again here, restored there: deleted, and told`() {
        let story = note(.deleteComment)
        story.office.does(.deleteComment, at: "9:00")
        story.field1.does(.restoreComment, at: "9:05")
        story.expect(CommentField.deleted, "yes", .notice, beside: ["no by field 1"])
    }
}
