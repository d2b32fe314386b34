// What the commands for owners and admins have in common: they ask the hub, which judges the role.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk

/// A command that is done at the hub, while online.
struct AdministrationArguments: ParsableArguments {
    @OptionGroup var options: GlobalOptions

    /// Asks the hub, and prints its answer.
    func ask(
        _ path: String, _ body: JSONValue? = nil, text: (JSONValue) -> String
    ) async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        let link = try replica.link()
        let answer: Result<JSONValue, SyncFailure>
        do throws(SyncFailure) {
            answer = .success(try await link.call(path, body))
        } catch {
            answer = .failure(error)
        }
        await link.close()
        try replica.store.close()
        let value = try answer.get()
        options.output.show(value) { text(value) }
    }
}

extension JSONValue {
    /// A text of an answer, fit for a terminal.
    func word(_ key: String) -> String { (self[key]?.string ?? "").printable }
}
