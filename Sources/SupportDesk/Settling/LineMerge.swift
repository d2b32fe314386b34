// Suggests one text out of two that grew from the same one. A suggestion is shown to a person, who
// decides; nothing is ever merged this way by itself.

/// Merges two texts by lines over their common base.
///
/// Where only one side changed, its change is taken; where both changed the same lines differently,
/// both versions stand one below the other, without marks that somebody would have to clean up.
/// Source: "A Formal Investigation of Diff3", Khanna, Kunal, Pierce, 2007.
package struct LineMerge: Hashable, Sendable {
    package private(set) var text: String
    /// Places where both sides changed or replaced the same lines in two ways.
    package private(set) var overlaps = 0

    /// - Complexity: O(b (f + s)) in lines, after what begins and ends alike was taken off; beyond
    ///   ``maximumCells`` the middle counts as rewritten.
    package init(base: String, _ first: String, _ second: String) {
        text = ""
        let base = Self.lines(base)
        let sides = (first: Self.lines(first), second: Self.lines(second))
        let first = Self.matches(of: base, in: sides.first)
        let second = Self.matches(of: base, in: sides.second)
        var merged: [Line] = []
        var next = (base: 0, first: 0, second: 0)
        for index in 0...base.count {
            let isEnd = index == base.count
            let stable = isEnd ? sides.first.count : first[index]
            let other = isEnd ? sides.second.count : second[index]
            guard let stable, let other else { continue }
            merged += resolve(
                base[next.base..<index], sides.first[next.first..<stable],
                sides.second[next.second..<other])
            guard !isEnd else { break }
            merged.append(base[index])
            next = (index + 1, stable + 1, other + 1)
        }
        let bytes = Array(merged.joined(separator: [UInt8(ascii: "\n")]))
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// All of several texts, from the first to the last.
    package init(base: String, of texts: [String]) {
        self.init(base: base, texts.first ?? base, texts.first ?? base)
        for other in texts.dropFirst() {
            let merged = LineMerge(base: base, text, other)
            text = merged.text
            overlaps += merged.overlaps
        }
    }

    /// The bytes of a line without its end: texts are compared by bytes, as everywhere.
    private typealias Line = ArraySlice<UInt8>

    /// A comparison of 2,000 lines with 2,000: more than any description.
    private static let maximumCells = 4_000_000

    private static func lines(_ text: String) -> [Line] {
        Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    private mutating func resolve(
        _ base: ArraySlice<Line>, _ first: ArraySlice<Line>, _ second: ArraySlice<Line>
    ) -> [Line] {
        if first == base || first == second { return Array(second) }
        if second == base { return Array(first) }
        // Two additions at one place contradict each other no more than two comments do.
        if !base.isEmpty { overlaps += 1 }
        return Array(first) + Array(second)
    }

    /// For each line of the base, its place on the other side; the places only grow.
    private static func matches(of base: [Line], in other: [Line]) -> [Int?] {
        var places = [Int?](repeating: nil, count: base.count)
        var start = 0
        while start < min(base.count, other.count), base[start] == other[start] {
            places[start] = start
            start += 1
        }
        var tail = 0
        while tail < min(base.count, other.count) - start,
            base[base.count - 1 - tail] == other[other.count - 1 - tail]
        {
            places[base.count - 1 - tail] = other.count - 1 - tail
            tail += 1
        }
        let (rows, columns) = (base.count - tail - start, other.count - tail - start)
        guard rows > 0, columns > 0, rows <= maximumCells / columns else { return places }
        let middle = longest(base[start..<start + rows], other[start..<start + columns])
        for pair in middle { places[pair.base] = pair.other }
        return places
    }

    /// The longest common subsequence, as pairs of places.
    /// Source: Wagner and Fischer, "The String-to-String Correction Problem", 1974.
    private static func longest(
        _ base: ArraySlice<Line>, _ other: ArraySlice<Line>
    ) -> [(base: Int, other: Int)] {
        let width = other.count + 1
        var length = [UInt32](repeating: 0, count: (base.count + 1) * width)
        for (row, line) in base.enumerated().reversed() {
            for (column, candidate) in other.enumerated().reversed() {
                let cell = row * width + column
                length[cell] =
                    line == candidate
                    ? length[cell + width + 1] + 1 : max(length[cell + width], length[cell + 1])
            }
        }
        var pairs: [(base: Int, other: Int)] = []
        var (row, column) = (0, 0)
        while row < base.count, column < other.count {
            let cell = row * width + column
            if base[base.startIndex + row] == other[other.startIndex + column] {
                pairs.append((base.startIndex + row, other.startIndex + column))
                (row, column) = (row + 1, column + 1)
            } else if length[cell + width] >= length[cell + 1] {
                row += 1
            } else {
                column += 1
            }
        }
        return pairs
    }
}
