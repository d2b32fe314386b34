// What the commands have in common that are done at the hub: they ask it, and it judges whether
// they may.

import ArgumentParser
import DeskPage
import Foundation
import LocalStore
import SupportDesk

/// A command that is done at the hub, while online.
struct OnlineArguments: ParsableArguments {
    @OptionGroup var options: GlobalOptions

    /// Does an errand, and prints the hub's answer.
    func perform(_ errand: HubErrand, text: (JSONValue) -> String) async throws {
        try await perform({ _ in errand }, text: text)
    }

    /// The same for an errand that names something of the replica.
    func perform(
        _ errand: (Replica) throws -> HubErrand, text: (JSONValue) -> String
    ) async throws {
        try await ask(
            { (runner, errand) async throws(SyncFailure) in try await runner.perform(errand) },
            errand, text: text)
    }

    /// Everything that the hub did not take.
    func refused(text: (JSONValue) -> String) async throws {
        try await ask(
            { (runner, _) async throws(SyncFailure) in try await runner.refused() },
            { _ in .refused(after: nil) }, text: text)
    }

    private typealias Asking =
        (ErrandRunner, HubErrand) async throws(SyncFailure) -> JSONValue

    private func ask(
        _ asking: Asking, _ errand: (Replica) throws -> HubErrand, text: (JSONValue) -> String
    ) async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        let errand = try errand(replica)
        let link = try replica.link()
        let answer: Result<JSONValue, SyncFailure>
        do throws(SyncFailure) {
            let runner = ErrandRunner(link: link, hub: replica.store.identity.hubURL)
            answer = .success(try await asking(runner, errand))
        } catch {
            answer = .failure(error)
        }
        await link.close()
        try replica.store.close()
        do throws(SyncFailure) {
            let value = try answer.get()
            options.output.show(value) { text(value) }
        } catch {
            throw CommandError(errand: error)
        }
    }
}

extension JSONValue {
    /// A text of an answer, fit for a terminal.
    func word(_ key: String) -> String { (self[key]?.string ?? "").printable }
}
