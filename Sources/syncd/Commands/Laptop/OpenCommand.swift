// `syncd open`: shows the desk's page in the browser, and lets this browser in.

import ArgumentParser
import Foundation
import SupportDesk

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "open", "Show the desk's page in the browser.", example: "open",
        "Asks the running daemon for an address that is good once and for a minute. Without a "
            + "browser on this machine it prints the address.")

    @Flag(help: "Print the address, and start no browser.") var print = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let directory = options.replicaDirectory
        guard let answer = try DaemonCall.ask(.page, in: directory, seconds: 5) else {
            throw CommandError(
                "no_daemon", "No daemon runs for \(directory.path).",
                hint: "Start it with `syncd run`, and open the page then.")
        }
        guard let address = answer.page else {
            throw CommandError(
                "no_page", "The daemon of \(directory.path) serves no page.",
                hint: "Start it without --no-page.")
        }
        let isOpened = !print && !options.json && Self.browse(to: address)
        guard !isOpened else { return options.output.remark("The page opens in the browser.") }
        options.output.show(["url": .string(address)]) { address }
    }

    /// - Returns: whether a program took the address.
    private static func browse(to address: String) -> Bool {
        #if os(macOS)
            let opener = "open"
        #else
            let opener = "xdg-open"
            let environment = ProcessInfo.processInfo.environment
            // Without a screen it would start a browser for terminals, or none.
            guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else {
                return false
            }
        #endif
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [opener, address]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
