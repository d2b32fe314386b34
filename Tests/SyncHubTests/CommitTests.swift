// Who is told of a commit, and what shares one.

import LocalStore
import SupportDesk
import SyncEngine
import Synchronization
import Testing

@testable import SyncHub

@Suite struct `Commits` {
    @Test func `ticks that nobody took are one tick`() async {
        let signal = CommitSignal()
        let subscription = signal.subscribe()
        signal.tick()
        signal.tick()
        var ticks = subscription.ticks.makeAsyncIterator()
        #expect(await ticks.next() != nil)
        subscription.end()
        #expect(await ticks.next() == nil)
        #expect(!signal.hasListeners)
    }

    @Test func `a release ends every wait, now and later`() async {
        let signal = CommitSignal()
        let early = signal.subscribe()
        signal.release()
        let late = signal.subscribe()
        for subscription in [early, late] {
            var ticks = subscription.ticks.makeAsyncIterator()
            #expect(await ticks.next() == nil)
        }
        #expect(!signal.hasListeners)
    }

    @Test func `one failing change does not take the others with it`() async throws {
        try await withTemporaryDirectory { directory in
            let environment = TestClock().environment
            let files = HubDirectory(path: directory)
            try files.create()
            let store = try WorkspaceFile.create(
                "desk", in: files, schema: TicketSchema.schema, environment: environment)
            let workspace = try Workspace(
                name: "desk", store: store, records: files.records(of: "desk"),
                environment: environment)
            let outcomes = await withTaskGroup(of: Bool.self) { tasks in
                for n in 1...40 {
                    tasks.addTask {
                        let name = "Member \(n)"
                        let result = await Result {
                            try await workspace.write { transaction in
                                let members = MemberDirectory(
                                    transaction: transaction, environment: environment)
                                _ = try members.create(name, .member)
                                if n.isMultiple(of: 4) { throw HubError.failed }
                            }
                        }
                        return (try? result.get()) != nil
                    }
                }
                return await tasks.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 }.count == 30)
            let names = try await workspace.read { transaction in
                try MemberDirectory(transaction: transaction, environment: environment).all()
                    .map(\.name)
            }
            let expected = (1...40).filter { !$0.isMultiple(of: 4) }.map { "Member \($0)" }
            #expect(Set(names) == Set(expected) && names.count == 30)
            try workspace.close()
        }
    }
}
