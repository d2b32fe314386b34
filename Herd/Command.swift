// What the command line asks for.

/// The options of a run.
struct Command {
    /// What is done to the hub.
    enum Kind: String {
        /// A steady day, one kill, and everybody coming back at once.
        case herd
        /// Killed again and again while everybody writes.
        case kills
    }

    private(set) var kind = Kind.herd
    private(set) var laptops = 1_000
    private(set) var kills = 300
    /// How long the steady day lasts before the kill, and what follows is watched.
    private(set) var steadySeconds = 60
    private(set) var watchedSeconds = 180
    private(set) var isJSON = false

    /// An option that is none, or lacks its value.
    struct Misuse: Error {
        let message: String
    }

    init(_ arguments: some Sequence<String>) throws(Misuse) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "kills": kind = .kills
            case "--json": isJSON = true
            case "--laptops": laptops = try Self.count(of: option, &rest)
            case "--kills": kills = try Self.count(of: option, &rest)
            case "--steady": steadySeconds = try Self.count(of: option, &rest)
            case "--watched": watchedSeconds = try Self.count(of: option, &rest)
            default: throw Misuse(message: "unknown option \(option)")
            }
        }
    }

    private static func count(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(Misuse) -> Int {
        guard let text = rest.popFirst(), let count = Int(text), count >= 1 else {
            throw Misuse(message: "\(option) needs a number from 1")
        }
        return count
    }
}
