// `syncd hub device` and `syncd hub refused`: laptops, and what they brought in vain.

import ArgumentParser
import Foundation
import SupportDesk
import SyncHub

struct HubDeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Laptops: when they were here, and whether they may sync.",
        discussion: "Example: syncd hub device list",
        subcommands: [HubDeviceList.self, HubDeviceRevoke.self, HubDeviceEnable.self],
        defaultSubcommand: HubDeviceList.self)
}

struct HubDeviceList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List laptops with member, last contact, position and version.",
        example: "hub device list",
        "Contacts are written every few seconds, and when the hub stops.")

    @OptionGroup var hub: HubArguments

    func run() throws {
        let status = try hub.administration.status(workspace: hub.workspace)
        let devices = JSONValue.array(status.deviceRecords)
        hub.options.output.show(devices) { DeviceText.table(of: ["devices": devices]) }
    }
}

struct HubDeviceRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        "revoke", "End a laptop's access; it locks at its next contact.",
        example: "hub device revoke 7", "Nothing on it is deleted.")

    @Argument(help: "The laptop's number, or its name where only one has it.") var device: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let revoked = try hub.administration.revokeDevice(device, workspace: hub.workspace)
        hub.options.output.show(revoked.json) { "\(revoked.name) may no longer sync." }
    }
}

struct HubDeviceEnable: ParsableCommand {
    static let configuration = CommandConfiguration(
        "enable", "Let a revoked laptop in again; it unlocks at its next contact.",
        example: "hub device enable 7")

    @Argument(help: "The laptop's number, or its name where only one has it.") var device: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let enabled = try hub.administration.enableDevice(device, workspace: hub.workspace)
        hub.options.output.show(enabled.json) { "\(enabled.name) may sync again." }
    }
}

struct HubRefusedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused",
        abstract: "What laptops brought and the hub did not take: kept, to read.",
        discussion: "Example: syncd hub refused list",
        subcommands: [HubRefusedList.self, HubRefusedExport.self],
        defaultSubcommand: HubRefusedList.self)
}

struct HubRefusedList: ParsableCommand {
    static let configuration = CommandConfiguration(
        "list", "List refused changes, and those of revoked laptops.",
        example: "hub refused list")

    @OptionGroup var hub: HubArguments

    func run() throws {
        let records = try hub.administration.untaken(workspace: hub.workspace).map(\.json)
        hub.options.output.show(.array(records)) { DeviceText.refused(records) }
    }
}

struct HubRefusedExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        "export", "Write them out whole, as JSON.",
        example: "hub refused export --output refused.json")

    @Option(help: ArgumentHelp("Write into this file.", valueName: "file")) var output: String
    @OptionGroup var hub: HubArguments

    func run() throws {
        let records = try hub.administration.untaken(workspace: hub.workspace).map(\.json)
        let text = JSONValue.array(records).text(indented: true) + "\n"
        try PrivateFile.write(Data(text.utf8), to: output)
        hub.options.output.show([
            "file": .string(output), "changes": .integer(Int64(records.count)),
        ]) { "Written: \(records.count) changes in \(output)." }
    }
}
