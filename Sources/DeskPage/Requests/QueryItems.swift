// The part of a URL behind the question mark, as names and values.

/// Query parameters in the order in which they were sent.
struct QueryItems: Sendable {
    let items: [(name: String, value: String)]

    /// Reads `a=1&b=two+words`.
    /// - Throws: ``PageError`` for half an escape, or bytes that are no UTF-8.
    init(_ text: Substring) throws(PageError) {
        var items: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(parts[0], plusIsBlank: true),
                let value = PercentEncoding.decoded(
                    parts.count > 1 ? parts[1] : "", plusIsBlank: true)
            else { throw .badValue("The query of the address cannot be read.") }
            items.append((name, value))
        }
        self.items = items
    }

    /// The last value of that name.
    subscript(name: String) -> String? { items.last { $0.name == name }?.value }

    func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// - Throws: ``PageError`` `bad_value` for a name that the route does not know.
    func require(only names: [String]) throws(PageError) {
        for item in items where !names.contains(item.name) {
            throw .badValue("There is no parameter \"\(item.name)\" here.")
        }
    }

    func flag(_ name: String) throws(PageError) -> Bool {
        guard let value = self[name] else { return false }
        guard let flag = ["1": true, "true": true, "0": false, "false": false][value] else {
            throw .badValue("\(name) is 1 or 0, not \"\(value)\".")
        }
        return flag
    }

    /// A whole number from 0 to `maximum`.
    func number(
        _ name: String, or standard: Int, maximum: Int = .max
    ) throws(PageError) -> Int {
        guard let value = self[name] else { return standard }
        guard let number = Int(value), (0...maximum).contains(number) else {
            throw .badValue("\(name) is a whole number from 0, not \"\(value)\".")
        }
        return number
    }

    /// Where a list begins, and how many rows of it are wanted.
    func window() throws(PageError) -> (offset: Int, limit: Int) {
        (
            try number("offset", or: 0),
            try number(
                "limit", or: DeskPageLimits.defaultRows, maximum: DeskPageLimits.windowRows)
        )
    }
}
