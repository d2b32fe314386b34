// The demo cleans up after itself, also when somebody has seen enough.

import Foundation
import Testing

@Suite struct DemoTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func `a demo that is stopped takes its directory and its processes away`(
        signal: Int32
    ) async throws {
        let files = FileManager.default
        let stage = files.temporaryDirectory
            .appendingPathComponent("demo-\(UUID().uuidString.prefix(8))").path
        try files.createDirectory(atPath: stage, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: stage) }
        let demo = try Running(["demo"], environment: ["TMPDIR": stage])
        _ = try #require(await demo.firstLine())
        #expect(try files.contentsOfDirectory(atPath: stage).count == 1)
        demo.signal(signal)
        // The output's end is seen when the last process that holds it is gone.
        let result = await demo.result()
        #expect(result.output.contains("Both screens are the same"))
        #expect([0, 130].contains(result.status))
        #expect(try files.contentsOfDirectory(atPath: stage) == [])
    }
}
