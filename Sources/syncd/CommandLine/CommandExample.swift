// How commands say an example in their help, all in one form.

import ArgumentParser

extension CommandConfiguration {
    /// A command whose help ends with an example.
    init(_ name: String, _ abstract: String, example: String, _ more: String = "") {
        self.init(
            commandName: name, abstract: abstract,
            discussion: (more.isEmpty ? "" : more + "\n\n") + "Example: syncd " + example)
    }
}
