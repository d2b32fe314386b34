// `syncd hub status` and `syncd hub verify`: how a workspace stands, and whether its file is sound.

import ArgumentParser
import SupportDesk
import SyncEngine
import SyncHub

struct HubStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        "status", "Show the workspace, its members, their laptops, and who is behind.",
        example: "hub status")

    @OptionGroup var hub: HubArguments

    func run() throws {
        let status = try hub.administration.status(workspace: hub.workspace)
        hub.options.output.show(status.json) { status.text }
    }
}

extension HubAdministration.Status {
    /// One record a device, as HTTP gives them.
    var deviceRecords: [JSONValue] { reports.map { $0.json(members, head: position) } }

    fileprivate var json: JSONValue {
        [
            "workspace": .string(workspace),
            "position": ["timeline": .string("\(timeline)"), "seq": .integer(Int64(position))],
            "members": .array(members.map(\.json)), "devices": .array(deviceRecords),
            "behind": .array(behind.map { .integer(Int64($0.device.ordinal.rawValue)) }),
            "disk": [
                "used_bytes": .integer(disk.usedBytes), "free_bytes": .optional(disk.freeBytes),
            ],
            "restored": restoration.map(\.json) ?? .null,
            "backup": lastBackup.map(\.json) ?? .null,
            "documents": [
                "here": .integer(Int64(documents.here)), "bytes": .integer(documents.bytes),
                "missing": .integer(Int64(documents.missing)),
            ],
        ]
    }

    fileprivate var text: String {
        let people = members.map { member in
            let names = devices.filter { $0.member == member.id && $0.revokedAt == nil }
                .map { "\($0.name) (\($0.ordinal))" }
            return [member.name, member.isActive ? member.role.rawValue : "deactivated"]
                + [names.joined(separator: ", ")]
        }
        let late = behind.map { report in
            "\(report.device.name) (\(report.device.ordinal)) by \(report.unitsBehind(position))"
        }
        let restored = restoration.map { "\n" + $0.sentence(devices) } ?? ""
        let free = disk.freeBytes.map { "\(ByteCount($0)) free" } ?? "unknown"
        return """
            \(workspace), at position \(position)
            \(TextTable(rows: people).text.indented)
            behind: \(late.isEmpty ? "nobody" : late.joined(separator: ", "))
            disk: \(ByteCount(disk.usedBytes)) used, \(free)
            documents: \(documents.here) here, \(ByteCount(documents.bytes)); \
            \(documents.missing) whose bytes have not come
            last backup: \(backupText)\(restored)
            """
    }

    private var backupText: String {
        guard let last = lastBackup else {
            return "NEVER. Make one every night: syncd hub backup FILE --documents DIR"
        }
        let at = "\(Moment(milliseconds: last.at))"
        let bytes = last.withDocumentsAt.map { Moment(milliseconds: $0).description } ?? "never"
        let whole = documents.here == 0 || last.withDocumentsAt == last.at
        return at + (whole ? "" : ", with documents \(bytes)")
            + (last.isOld ? ". TOO OLD: make one every night." : "")
    }
}

extension HubAdministration.LastBackup {
    fileprivate var json: JSONValue {
        [
            "at": .string("\(Moment(milliseconds: at))"),
            "with_documents_at": .optional(
                withDocumentsAt.map { Moment(milliseconds: $0).description }),
            "old": .boolean(isOld),
        ]
    }
}

extension HubAdministration.Restoration {
    var json: JSONValue {
        [
            "at": .string("\(Moment(milliseconds: at))"), "position": .integer(Int64(position)),
            "waiting": .array(waiting.map { .integer(Int64($0.rawValue)) }),
            "set_aside": .integer(Int64(setAside)),
        ]
    }

    func sentence(_ devices: [Device]) -> String {
        let names = devices.filter { waiting.contains($0.ordinal) }
            .map { "\($0.name) (\($0.ordinal))" }
        let rest =
            names.isEmpty
            ? "every laptop has given back what it had."
            : "still to give back what they have: \(names.joined(separator: ", "))."
        let aside = setAside == 0 ? "" : " \(setAside) changes were offered and not taken."
        return "Restored \(Moment(milliseconds: at)), from position \(position); \(rest)" + aside
    }
}

struct HubVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        "verify", "Check a workspace from end to end.", example: "hub verify",
        "File, feed, references, the chain of every ticket's history, and the bytes of every "
            + "document. Exit 1: not sound.")

    @OptionGroup var hub: HubArguments

    func run() throws {
        let checks = try hub.administration.verify(workspace: hub.workspace)
        let isSound = checks.allSatisfy(\.isSound)
        hub.options.output.show([
            "sound": .boolean(isSound), "checks": .array(checks.map(\.json)),
        ]) {
            let rows = checks.map { [$0.isSound ? "ok" : "NO", $0.name, $0.detail] }
            let breaks = checks.flatMap(\.breaks).map { $0.sentence(in: TicketSchema.schema) }
            return
                (["\(isSound ? "SOUND" : "NOT SOUND")", TextTable(rows: rows).text.indented]
                + breaks + checks.flatMap(\.findings)).joined(separator: "\n")
        }
        guard isSound else { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

extension HubAdministration.Check {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "ok": .boolean(isSound), "detail": .string(detail),
            "breaks": .strings(breaks.map { $0.sentence(in: TicketSchema.schema) }),
            "findings": .strings(findings),
        ]
    }
}
