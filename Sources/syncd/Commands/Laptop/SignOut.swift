// `syncd sign-out`: this laptop's access ends; what is on it stays, and is locked.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

struct SignOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "sign-out", "End this laptop's access at the hub, and lock what is on it.",
        example: "sign-out",
        """
        Sends what waits first. Nothing is deleted: an owner or admin can enable the laptop again, \
        and everything is there.
        """)

    @Flag(help: "Sign out even if changes could not be sent; they stay on the laptop.")
    var keepUnsent = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let replica = try Replica(opening: options.replicaDirectory)
        try await send(from: replica)
        let unsent = try replica.desk.unsent().count
        guard unsent == 0 || keepUnsent else {
            throw CommandError(
                "unsent_changes", "\(unsent) changes were not sent, and would be locked in.",
                kept: "They are saved here, and you are still signed in.",
                hint: "Run `syncd sync` and see why, or add --keep-unsent.")
        }
        let link = try replica.link()
        do throws(SyncFailure) {
            _ = try await link.call("/v1/sign-out", [:])
        } catch {
            await link.close()
            // Somebody was faster; the laptop is locked all the same.
            guard error.code == "revoked" else { throw CommandError(error) }
        }
        await link.close()
        let lock = LaptopLock(
            reason: .signedOut, at: replica.store.environment.wallMilliseconds())
        try lock.save(in: replica.directory)
        try replica.store.close()
        options.output.show(["signed_out": true, "unsent": .integer(Int64(unsent))]) {
            "Signed out. Everything stays in \(replica.directory.path), locked."
        }
    }

    /// By the daemon, if one runs. What fails shows in what is left unsent.
    private func send(from replica: Replica) async throws {
        if try DaemonCall.ask(.sync, in: replica.directory, seconds: 600) != nil { return }
        _ = try? await SyncRound(replica).run()
    }
}
