// `syncd join`: makes this directory a laptop of a workspace, and fetches its tickets.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "join", "Make this machine a laptop of a workspace.",
        example: "join https://hub.example.org H7K2-9QXM-4TBD --name van",
        """
        A laptop that its hub has forgotten, since it was restored from an older backup, joins \
        again with everything it has.
        """)

    @Argument(help: "The hub's address.")
    var url: String

    @Argument(help: "The one-time code of your invitation.")
    var code: String

    @Option(help: "What to call this laptop; by default, what the system calls it.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Judge the hub's certificate by this PEM file, from now on; for a hub whose "
                + "certificate is its own.", valueName: "file"))
    var ca: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let directory = options.replicaDirectory
        let authorities = try ca.map(Joining.certificates)
        let replica: Replica
        if FileManager.default.fileExists(atPath: directory.database) {
            replica = try Replica(opening: directory, evenIfLocked: true)
            try await Rejoining(replica, name: name, authorities: authorities)
                .enrol(at: url, code: code)
        } else {
            var joining = Joining(directory: directory, name: name ?? Joining.systemName())
            joining.authorities = authorities
            replica = Replica(
                directory: directory, store: try await joining.enrol(at: url, code: code))
        }
        try await finish(replica)
    }

    private func finish(_ replica: Replica) async throws {
        let joined = replica.store.identity
        options.output.remark("Joined \(joined.workspace) as \(joined.memberName).")
        try await firstSync(of: replica)
        let identity = replica.store.identity
        try replica.store.close()
        options.output.show([
            "workspace": .string(identity.workspace), "member": .string(identity.memberName),
            "ordinal": .integer(Int64(identity.ordinal.rawValue)),
            "replica": .string(identity.replicaName),
        ]) {
            "This is laptop \(identity.ordinal), \(identity.replicaName). "
                + "Its tickets will be numbered \(identity.ordinal)-1 and so on."
        }
    }

    private func firstSync(of replica: Replica) async throws {
        let progress = Progress("Fetching", for: options.output)
        defer { progress.finish() }
        do throws(SyncFailure) {
            _ = try await SyncRound(replica).run { progress.show($0.pulled) }
        } catch {
            throw CommandError(
                error.code, "Joined, but nothing could be fetched yet: \(error.message)",
                kept: "The laptop is enrolled and may be worked with.",
                hint: "Run `syncd sync` when the hub can be reached.",
                exit: CommandError(error).exit)
        }
    }
}

/// The steps of joining, each of which may be repeated after a crash.
struct Joining {
    let directory: DataDirectory
    let name: String
    var environment = StoreEnvironment.system
    /// The content of the file that `--ca` named.
    var authorities: Data?

    /// Reads what `--ca` named: at most a megabyte that looks like certificates.
    static func certificates(_ path: String) throws -> Data {
        let bytes = FileManager.default.contents(atPath: path)
        guard let bytes, bytes.count <= 1_048_576,
            bytes.range(of: Data("-----BEGIN CERTIFICATE-----".utf8)) != nil
        else {
            throw CommandError(
                "bad_certificate", "There is no PEM certificate in \(path).",
                hint: "Name the file that the hub's administrator gave you.", exit: .usage)
        }
        return bytes
    }

    static func systemName() -> String {
        let whole = ProcessInfo.processInfo.hostName
        return whole.split(separator: ".").first.map(String.init) ?? "laptop"
    }

    /// Enrols and creates the replica's file.
    func enrol(at url: String, code: String) async throws -> LocalStore {
        try directory.make()
        var credentials = try credentials(for: url, code)
        if let authorities { try PrivateFile.write(authorities, to: directory.authorities) }
        let link = try HubLink(
            to: url, token: nil,
            authorities: credentials.hasAuthorities ? directory.authorities : nil)
        let answer = try await link.enrol(
            Enrolment.Request(
                code: code, enrolmentNonce: credentials.enrolmentNonce, token: credentials.token,
                replica: name, schema: TicketSchema.schema.name,
                schemaVersion: TicketSchema.schema.version))
        await link.close()
        let store = try LocalStore.create(
            in: directory.path, schema: TicketSchema.schema,
            identity: try ReplicaIdentity(answer, hub: url), past: answer.past,
            environment: environment)
        credentials.code = nil
        try credentials.save(in: directory)
        return store
    }

    /// The secrets of an earlier try with the same code, or new ones, saved before they are used.
    private func credentials(for url: String, _ code: String) throws -> Credentials {
        if let earlier = try Credentials.load(from: directory), earlier.code == code,
            earlier.hub == url, earlier.hasAuthorities == (authorities != nil)
        {
            return earlier
        }
        var credentials = Credentials(hub: url, code: code)
        credentials.authorities = authorities == nil ? nil : true
        try credentials.save(in: directory)
        return credentials
    }
}

extension Enrolment.Answer {
    /// What the hub lived through before the laptop came: by it the two find each other again when
    /// the hub goes back to a life of before.
    fileprivate var past: [TimelineEnd] {
        (formerTimelines ?? []).compactMap { end in
            Nonce(end.timeline).map { TimelineEnd(timeline: Timeline($0), position: end.position) }
        }
    }
}

extension ReplicaIdentity {
    init(_ answer: Enrolment.Answer, hub: String) throws(CommandError) {
        guard let ordinal = ReplicaOrdinal(UInt64(answer.ordinal)),
            let member = RowID(answer.member),
            let timeline = Nonce(answer.timeline), let incarnation = Nonce(answer.incarnation),
            let certificate = Nonce(answer.birthCertificate)
        else {
            throw CommandError(
                "not_the_hub", "The answer to the enrolment cannot be read.",
                hint: "Check that hub and laptop run the same version.", exit: .offline)
        }
        self.init(
            ordinal: ordinal, member: member, memberName: answer.memberName,
            workspace: answer.workspace, replicaName: answer.replica,
            birthCertificate: certificate, timeline: Timeline(timeline),
            incarnation: incarnation, hubURL: hub)
    }
}
