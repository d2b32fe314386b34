// `syncd export` and `syncd digest`: what the hub has confirmed, so that replicas can be compared.

import ArgumentParser
import Foundation
import LocalStore
import SupportDesk

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "export", "Print all that the hub has confirmed, sorted: equal replicas print equal bytes.",
        example: "export > replica.json")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try Replica.reading(options) { replica in
            // In large pieces: a replica has a hundred thousand lines and a write is a system call.
            var text = ""
            try replica.store.exportLines { line in
                text += line + "\n"
                guard text.utf8.count > 1 << 18 else { return }
                Output.write(text, to: .standardOutput)
                text = ""
            }
            Output.write(text, to: .standardOutput)
        }
    }
}

struct DigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        "digest", "Print the SHA-256 of what `export` prints.", example: "digest")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let digest = try Replica.reading(options) { try $0.store.digest() }
        options.output.show(["digest": .string(digest)]) { digest }
    }
}
