// How fast the page shows ten thousand tickets, measured in the browser: `scripts/bench page`.

import Foundation
import ProcessSupport
import Testing

/// Runs when it is asked for: its numbers are worth something with a release build alone.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SYNCD_PAGE_BENCH"] != nil))
struct PageBench {
    private static let tickets = 10_000
    private static let rounds = 15
    private static let words = ["pump", "valve", "gate", "printer", "battery"]

    @Test func `ten thousand tickets are listed and filtered within the bounds`() async throws {
        let workspace = try await TestWorkspace()
        let directory = try await workspace.join("office")
        try await Self.fill(workspace)
        let daemon = try Running(["run", "--port", "0", "--json", "--data", directory])
        defer { daemon.signal(SIGKILL) }
        let ready = try Document(try #require(await daemon.firstLine()))
        let isInSync = try await workspace.eventually(within: .seconds(180)) {
            try await workspace.on("office", "status")["state"]?.string == "in_sync"
        }
        try #require(isInSync)
        let driver = try await WebDriver.start()
        let page = try await driver.open()
        do {
            let url = try #require(try await workspace.on("office", "open")["url"]?.string)
            try await page.open(url)
            try await page.shows("10,000 tickets", in: ".head")
            try await Self.measure(page, try #require(ready["page"]?.string), directory)
        } catch {
            await driver.stop()
            throw error
        }
        await driver.stop()
        _ = await workspace.stopHub()
    }

    private static func fill(_ workspace: TestWorkspace) async throws {
        let rows = (1...tickets).map { number in
            let word = words[number % words.count]
            let status = ["open", "in_progress", "resolved", "closed"][number / 7 % 4]
            let priority = ["urgent", "high", "normal", "low"][number / 11 % 4]
            return "T\(number),The \(word) in hall \(number % 97) needs a look,"
                + "Reported by shift \(number % 5) at counter \(number),\(status),\(priority)"
        }
        let file = workspace.path + "/tickets.csv"
        let text = "id,title,description,status,priority\n" + rows.joined(separator: "\n") + "\n"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try await workspace.on("office", "import", file)
    }

    private static func measure(
        _ page: Browser, _ own: String, _ directory: String
    ) async throws {
        var painting: [Double] = []
        var opening: [Double] = []
        for _ in 0..<rounds {
            try await page.go("#/new")
            try await page.shows("New ticket", in: "h1")
            let times = try await page.asyncScript(BenchScripts.openList)
            painting.append(times[0]?.number ?? .infinity)
            opening.append(times[1]?.number ?? .infinity)
        }
        let weight = try await page.script(BenchScripts.weight, [String]())
        let typing = try await Self.typing(page)
        let filtering = try await Self.filtering(page)
        let openings = try await Self.opening(page)
        let whole = try await page.script(BenchScripts.weight, Self.files())
        let foreign = try await page.script(BenchScripts.foreign, own)
        let plain = try PlainSQLite(path: directory + "/replica.sqlite")
        let listing = try plain.milliseconds(of: PlainSQLite.newest, rounds: rounds)
        let finding = try plain.milliseconds(of: PlainSQLite.search("pum*"), rounds: rounds)
        let sifting = try plain.milliseconds(of: PlainSQLite.open, rounds: rounds)
        print(
            """

            the page with \(tickets) tickets           median    worst    bound   SQLite
            first rows painted after the answer  \(cells(painting, "100 ms", "-"))
            the list, from the click             \(cells(opening, "-", listing))
            a keystroke in the search            \(cells(typing, "50 ms", finding))
            a filter ticked or taken away        \(cells(filtering, "50 ms", sifting))
            a ticket, from the click             \(cells(Array(openings.dropFirst()), "-", "-"))
            the first one, with its modules      \(cells([openings[0]], "-", "-"))
            weight of what opens the list        \(weight.integer ?? 0) bytes, bound 150000
            weight of all files of the page      \(whole.integer ?? 0) bytes
            requests to other hosts              \(foreign.integer ?? -1)
            """)
        #expect(painting.sorted()[rounds / 2] < 100)
        #expect(typing.sorted()[typing.count / 2] < 50)
        #expect(filtering.sorted()[filtering.count / 2] < 50)
        #expect(try #require(weight.integer) < 150_000)
        #expect(foreign.integer == 0)
    }

    /// Words letter by letter, and numbers, of which each digit leaves other tickets.
    private static func typing(_ page: Browser) async throws -> [Double] {
        var times: [Double] = []
        for word in words + ["counter 4321", "hall 17 shift 3"] {
            for length in 1...word.count where !word.prefix(length).hasSuffix(" ") {
                let time = try await page.asyncScript(
                    BenchScripts.type, String(word.prefix(length)))
                times.append(time.number ?? .infinity)
            }
        }
        try await page.go("#/tickets")
        try await page.shows("10,000 tickets", in: ".head")
        return times
    }

    /// Each choice of two filters, ticked and taken away again.
    private static func filtering(_ page: Browser) async throws -> [Double] {
        var times: [Double] = []
        for box in ["Status", "Priority"] {
            try await page.pressElement("[data-box=\(box)] > summary")
            for choice in 0..<8 {
                let time = try await page.asyncScript(BenchScripts.tick, box, choice / 2)
                times.append(time.number ?? .infinity)
            }
        }
        return times
    }

    /// One ticket after the other, from the list; the first loads the screen's modules.
    private static func opening(_ page: Browser) async throws -> [Double] {
        var times: [Double] = []
        for number in 1...(rounds + 1) {
            try await page.go("#/tickets")
            try await page.shows("10,000 tickets", in: ".head")
            let time = try await page.asyncScript(
                BenchScripts.openTicket, "#/ticket/2-\(number * 7)")
            times.append(time.number ?? .infinity)
        }
        return times
    }

    /// The addresses of all files of the page.
    private static func files() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/CDeskAssets/page").standardizedFileURL
        let paths = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
        let names = paths.compactMap { $0 as? String }.filter { $0.contains(".") }
        try #require(names.count > 30)
        return names.filter { $0 != "index.html" }.map { "/" + $0 }
    }

    private static func cells(_ times: [Double], _ bound: String, _ plain: Double) -> String {
        cells(times, bound, String(format: "%.2f ms", plain))
    }

    private static func cells(_ times: [Double], _ bound: String, _ plain: String) -> String {
        let sorted = times.sorted()
        return String(
            format: "%6.1f ms %6.1f ms ", sorted[sorted.count / 2], sorted.last ?? 0)
            + "\(bound.leftPadded(8)) \(plain.leftPadded(8))"
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
