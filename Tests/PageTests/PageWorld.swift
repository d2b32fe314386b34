// A hub, two laptops with their daemons running, and a browser in front of each.

import Foundation
import ProcessSupport
import Testing

/// The office is an owner's laptop, the van a member's.
///
/// Unchecked: it changes only between tests, and the suite runs one at a time.
final class PageWorld: @unchecked Sendable {
    let workspace: TestWorkspace
    let driver: WebDriver
    let office: Browser
    let van: Browser
    private var daemonByLaptop: [String: Running] = [:]
    private(set) var addressByLaptop: [String: String] = [:]

    static func start() async throws -> PageWorld {
        let workspace = try await TestWorkspace()
        try await workspace.join("office")
        try await workspace.join("van", as: "Ben")
        try await furnish(workspace)
        let driver = try await WebDriver.start()
        do {
            let world = PageWorld(
                workspace, driver, office: try await driver.open(), van: try await driver.open())
            for laptop in ["office", "van"] { try await world.startDaemon(laptop) }
            try await world.enter("office", world.office)
            try await world.enter("van", world.van)
            return world
        } catch {
            await driver.stop()
            throw error
        }
    }

    private init(
        _ workspace: TestWorkspace, _ driver: WebDriver, office: Browser, van: Browser
    ) {
        self.workspace = workspace
        self.driver = driver
        self.office = office
        self.van = van
    }

    func stop() async {
        await driver.stop()
        for laptop in daemonByLaptop.keys.sorted() { await stopDaemon(laptop) }
        _ = await workspace.stopHub()
    }

    /// What tickets choose from, on both laptops.
    private static func furnish(_ workspace: TestWorkspace) async throws {
        for (list, name) in [
            ("category", "Hardware"), ("category", "Network"), ("type", "Incident"),
            ("organization", "Quarry works"), ("project", "Rollout"),
        ] { try await workspace.on("office", list, "add", name) }
        try await workspace.on(
            "office", "contact", "add", "Plant manager", "--organization", "Quarry works")
        try await workspace.on("office", "sync")
        try await workspace.on("van", "sync")
    }

    /// Starts the daemon of a laptop; again on the port it had, where its browser still looks.
    func startDaemon(_ laptop: String) async throws {
        let port = addressByLaptop[laptop].flatMap { URL(string: $0)?.port } ?? 0
        let daemon = try Running([
            "run", "--port", "\(port)", "--json", "--data", workspace.directory(laptop),
        ])
        daemonByLaptop[laptop] = daemon
        let line = try #require(await daemon.firstLine())
        addressByLaptop[laptop] = try #require(try Document(line)["page"]?.string)
    }

    func stopDaemon(_ laptop: String, _ signal: Int32 = SIGTERM) async {
        daemonByLaptop[laptop]?.signal(signal)
        _ = await daemonByLaptop[laptop]?.result()
    }

    /// Shows a laptop's page in a browser, as `syncd open` does.
    func enter(_ laptop: String, _ browser: Browser) async throws {
        let opened = try await workspace.on(laptop, "open")
        try await browser.open(try #require(opened["url"]?.string))
        try await browser.shows("Tickets", in: "h1")
    }

    /// Makes a ticket by the command line.
    func ticket(_ title: String, _ options: String..., on laptop: String = "office") async throws
        -> String
    {
        let made = try await Program.run(
            ["ticket", "new", "--title", title, "--json"] + options,
            in: workspace.directory(laptop))
        try #require(made.status == 0, "\(made.complaint)")
        return try #require(try made.json()["id"]?.string)
    }

    /// What a laptop holds of a ticket.
    func show(_ id: String, on laptop: String = "office") async throws -> Document {
        try await workspace.on(laptop, "ticket", "show", id)
    }

    /// Waits until a laptop holds something of a ticket.
    func holds(
        _ id: String, on laptop: String, _ what: Comment,
        sourceLocation: SourceLocation = #_sourceLocation, _ isRight: (Document) -> Bool
    ) async throws {
        let isHeld = try await workspace.eventually {
            let shown = try await Program.run(
                "ticket", "show", id, "--json", in: workspace.directory(laptop))
            guard shown.status == 0 else { return false }
            return isRight(try shown.json())
        }
        #expect(isHeld, what, sourceLocation: sourceLocation)
    }
}
