// The program `Herd` for scripts/herd and scripts/kills: prints what it saw, and fails where a
// promise was broken.

import Foundation
import SyncHub

@main
struct Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            let command = try Command(CommandLine.arguments.dropFirst())
            raiseDescriptorLimit()
            let herd = try Herd(command)
            let report: Report
            do {
                report =
                    switch command.kind {
                    case .herd: try await HerdRun(herd, command).run()
                    case .kills: try await KillRun(herd, command).run()
                    }
            } catch {
                await herd.close()
                throw error
            }
            await herd.close()
            print(command.isJSON ? report.json : report.text)
            guard report.broken.isEmpty else { exit(1) }
        } catch let misuse as Command.Misuse {
            fail("\(misuse.message)", status: 2)
        } catch {
            fail("\(error)", status: 1)
        }
    }

    /// A laptop is a socket here and one at the hub, which inherits the limit.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        tell(message)
        exit(status)
    }
}

/// Says how far a run is, beside its report.
func tell(_ message: String) {
    try? FileHandle.standardError.write(contentsOf: Data("herd: \(message)\n".utf8))
}

/// What a run saw: numbers by name, and the promises that it broke.
struct Report {
    private(set) var numbers: [(name: String, value: Int)] = []
    private(set) var broken: [String] = []

    mutating func add(_ name: String, _ value: Int) { numbers.append((name, value)) }

    mutating func expect(_ isKept: Bool, _ promise: String) {
        if !isKept { broken.append(promise) }
    }

    var text: String {
        let width = numbers.map(\.name.count).max() ?? 0
        let lines = numbers.map { number in
            number.name.padding(toLength: width, withPad: " ", startingAt: 0)
                + "  \(number.value)"
        }
        return (lines + broken.map { "BROKEN: \($0)" }).joined(separator: "\n")
    }

    var json: String {
        let pairs = numbers.map { number in
            "\"\(number.name.replacingOccurrences(of: " ", with: "_"))\":\(number.value)"
        }
        let broken = broken.map { "\"\($0)\"" }.joined(separator: ",")
        return "{" + (pairs + ["\"broken\":[\(broken)]"]).joined(separator: ",") + "}"
    }
}
