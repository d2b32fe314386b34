// `syncd device`: the laptops of the workspace, for owners and admins on their own laptop.

import ArgumentParser
import DeskPage
import SupportDesk

struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "The workspace's laptops: who has them, when they were here, whether they may.",
        discussion: "Example: syncd device list",
        subcommands: [
            DeviceList.self, DeviceRevoke.self, DeviceEnable.self, DeviceRefused.self,
        ],
        defaultSubcommand: DeviceList.self)
}

struct DeviceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List members' laptops with last contact, position and version.",
        example: "device list")

    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.roster) { DeviceText.table(of: $0) }
    }
}

struct DeviceRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "revoke", "End a laptop's access; it locks at its next contact.",
        example: "device revoke 7", "Nothing on it is deleted.")

    @Argument(help: "The laptop's number, or its name where only one has it.") var device: String
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.revokeDevice(device)) { "\($0.word("name")) may no longer sync." }
    }
}

struct DeviceEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "enable", "Let a revoked laptop in again; it unlocks at its next contact.",
        example: "device enable 7")

    @Argument(help: "The laptop's number, or its name where only one has it.") var device: String
    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.perform(.enableDevice(device)) { "\($0.word("name")) may sync again." }
    }
}

struct DeviceRefused: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "refused", "List what laptops brought and the hub did not take, revoked ones among them.",
        example: "device refused")

    @OptionGroup var online: OnlineArguments

    func run() async throws {
        try await online.refused { DeviceText.refused($0.array ?? []) }
    }
}

/// Lists of devices and of what was not taken, for people.
enum DeviceText {
    /// - Parameter roster: with `devices`, as the hub prints it.
    static func table(of roster: JSONValue) -> String {
        let rows = (roster["devices"]?.array ?? []).map { device in
            [
                "\(device["ordinal"]?.integer ?? 0)", device.word("name"),
                device.word("member_name"), state(of: device),
                device["last_contact"]?.string ?? "never", device.word("program"),
            ]
        }
        let head = ["device", "name", "member", "state", "last contact", "program"]
        return TextTable(rows: [head] + rows).text
    }

    private static func state(of device: JSONValue) -> String {
        if device["revoked"] == .boolean(true) { return "revoked" }
        let behind = device["behind"]?.integer ?? 0
        return behind == 0 ? "up to date" : "\(behind) behind"
    }

    static func refused(_ records: [JSONValue]) -> String {
        guard !records.isEmpty else { return "Everything was taken." }
        return records.map { record in
            let changes = (record["changes"]?.array ?? []).map { change in
                "\(change.word("field")) = \(change["to"]?.description.printable ?? "")"
            }
            let whose = "\(record.word("member")), \(record.word("device"))"
            let isLeft = record["code"]?.string == "left_on_laptop"
            let nothing = isLeft ? "and what is behind it" : "unreadable"
            let what = changes.isEmpty ? nothing : changes.joined(separator: ", ")
            return "\(record.word("dot"))  \(whose)  \(record.word("at"))  \(what)\n  "
                + record.word("message")
        }.joined(separator: "\n")
    }
}
