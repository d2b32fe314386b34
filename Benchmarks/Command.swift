// What the command line asks for.

import Foundation

/// The options of a run.
struct Command {
    private(set) var setting = Setting()
    private(set) var isJSON = false
    /// Where the databases are made: on a disk, since a memory file system makes FULL meaningless.
    private(set) var scratch = FileManager.default.currentDirectoryPath + "/.build"
    private var only: Part?

    /// What can be measured alone.
    enum Part: String {
        case local
        case replica
        case wire
    }

    /// An option that is none, or lacks its value.
    struct Misuse: Error {
        let message: String
    }

    init(_ arguments: some Sequence<String>) throws(Misuse) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "--quick": setting = .quick
            case "--json": isJSON = true
            case "--scratch": scratch = try Self.value(of: option, &rest)
            case "--tickets":
                setting.tickets = try Self.count(of: option, &rest)
                setting.edits = setting.tickets
            case "--repetitions": setting.repetitions = try Self.count(of: option, &rest)
            case "--row": setting.row = try Self.value(of: option, &rest)
            case "--only":
                let name = try Self.value(of: option, &rest)
                guard let part = Part(rawValue: name) else {
                    throw Misuse(message: "there is no part \(name)")
                }
                only = part
            default: throw Misuse(message: "unknown option \(option)")
            }
        }
    }

    func runs(_ part: Part) -> Bool { only == nil || only == part }

    private static func value(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(Misuse) -> String {
        guard let value = rest.popFirst() else {
            throw Misuse(message: "\(option) needs a value")
        }
        return value
    }

    private static func count(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(Misuse) -> Int {
        let text = try value(of: option, &rest)
        guard let count = Int(text), count >= 1 else {
            throw Misuse(message: "\(option) needs a number from 1, not \(text)")
        }
        return count
    }
}
