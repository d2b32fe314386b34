// What a terminal shows of a document on its way: never wider than it is, never more than is true.

import Testing

@testable import syncd

@Suite struct ProgressBarTests {
    private func bar(
        _ done: Int64, of size: Int64 = 200_000_000, rate: Double? = 2_100_000,
        name: String = "pump.mov"
    ) -> ProgressBar {
        ProgressBar(title: "Fetching", name: name, done: done, size: size, rate: rate)
    }

    @Test func `it shows the name, a bar, the share, the bytes and the rate`() {
        #expect(
            bar(100_000_000).line(columns: 80)
                == "Fetching pump.mov  [#########----------]   50 %  100.0 MB of 200.0 MB  2.1 MB/s"
        )
        #expect(
            bar(100_000_000, rate: nil).plainLine
                == "Fetching pump.mov,  50 %, 100.0 MB of 200.0 MB")
    }

    @Test(arguments: [0, 1, 20, 39, 40, 60, 79, 80, 81, 120, 400])
    func `it fits every terminal that its numbers fit`(columns: Int) {
        for name in ["a", String(repeating: "long ", count: 80), "\u{1B}[31m\r\n\u{202E}gpj"] {
            let line = bar(70_000_000, name: name).line(columns: columns)
            #expect(line.count < max(columns, 52), "\(line)")
            #expect(line.contains("70.0 MB of 200.0 MB"))
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
    }

    @Test func `it is whole when all has come, and not before`() {
        #expect(bar(199_999_999).percent == 99)
        #expect(!bar(199_999_999).line(columns: 80).contains("[##############################]"))
        #expect(bar(200_000_000).percent == 100)
        #expect(!bar(200_000_000).line(columns: 80).contains("-"))
        #expect(bar(0, of: 0).percent == 100)
        #expect(bar(-5).percent == 0 && bar(.max).percent == 100)
    }

    @Test func `the rate is of the last seconds, and unknown at first`() throws {
        var rate = TransferRate()
        let start = ContinuousClock.now
        #expect(rate.note(0, at: start) == nil)
        #expect(rate.note(500_000, at: start + .milliseconds(500)) == nil)
        #expect(rate.note(2_000_000, at: start + .seconds(2)) == 1_000_000)
        for second in 3...20 {
            _ = rate.note(2_000_000, at: start + .seconds(second))
        }
        #expect(rate.note(2_000_000, at: start + .seconds(21)) == 0, "it has stalled")
        // After a cut a chunk is begun anew.
        #expect(rate.note(1_000_000, at: start + .seconds(22)) == nil)
    }
}
