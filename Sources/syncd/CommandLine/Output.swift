// Where commands print: text for people, one JSON document for scripts, never both.

import Foundation
import SupportDesk

/// Standard output of one command.
struct Output: Sendable {
    let inJSON: Bool

    /// Prints the result of a command: the document, or the text made of it.
    func show(_ document: JSONValue, text: () -> String) {
        let text = inJSON ? document.description : text()
        if !text.isEmpty { Output.write(text + "\n", to: .standardOutput) }
    }

    /// Prints one line of a stream of events, at once.
    func event(_ document: JSONValue, text: String) {
        Output.write((inJSON ? document.description : text) + "\n", to: .standardOutput)
    }

    /// A remark for people that is not the result, such as progress; scripts do not see it.
    func remark(_ text: String) {
        if !inJSON { Output.write(text + "\n", to: .standardError) }
    }

    /// Writes past every buffer, so that a kill loses no line that was printed.
    static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away is no reason to fail.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
