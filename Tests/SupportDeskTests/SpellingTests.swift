// How durations, days, times and JSON are spelled and read.

import SupportDesk
import Testing

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("45", 45), ("45m", 45), ("2h", 120), ("2h30", 150), ("2h30m", 150), ("0h05", 5),
            ("90m", 90), ("1000h", 60_000),
        ] as [(String, Int64)])
    func `a length of time is hours and minutes`(text: String, minutes: Int64) throws {
        #expect(try WorkDuration(text).minutes == minutes)
    }

    @Test(arguments: [
        "", "h", "2h60", "2.5h", "-5", "2h 30", "1001h", "99999999999999999999", "２h",
    ])
    func `anything else is no length of time`(text: String) {
        #expect(throws: DeskError.self) { try WorkDuration(text) }
    }

    @Test func `a length of time is spelled shortly`() throws {
        let spelled = try [0, 45, 60, 65, 150].map { try WorkDuration(minutes: $0).description }
        #expect(spelled == ["0m", "45m", "1h", "1h05", "2h30"])
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-20", 20_777),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func `a day is read, counted and spelled`(text: String, days: Int64) {
        let day = CalendarDay(text)
        #expect(day?.description == text)
        #expect(CalendarDay(milliseconds: days * 86_400_000) == day)
        #expect(CalendarDay(milliseconds: days * 86_400_000 + 86_399_999) == day)
    }

    @Test func `every day of four centuries follows the one before`() {
        var last = CalendarDay(milliseconds: -86_400_000)
        for day in 0..<146_097 {
            let next = CalendarDay(milliseconds: Int64(day) * 86_400_000)
            #expect(last < next && CalendarDay(next.description) == next)
            last = next
        }
        #expect(last.description == "2369-12-31")
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-1-01", "20261120", "", "0000-01-01",
    ])
    func `a day that there is not is none`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `the day depends on the zone`() {
        let lateEvening = Moment("2026-11-20T23:30:00Z")!.milliseconds
        #expect(CalendarDay(milliseconds: lateEvening).description == "2026-11-20")
        #expect(CalendarDay(milliseconds: lateEvening, offset: 3_600).description == "2026-11-21")
    }

    @Test(arguments: [
        ("2026-11-20T09:30:00Z", "2026-11-20T09:30:00.000Z"),
        ("2026-11-20t09:30:00.5z", "2026-11-20T09:30:00.500Z"),
        ("2026-11-20 09:30:00.123456+02:00", "2026-11-20T07:30:00.123Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"),
    ])
    func `a time is read as RFC 3339 and spelled in UTC`(text: String, spelled: String) {
        #expect(Moment(text)?.description == spelled)
    }

    @Test(arguments: [
        "2026-11-20", "2026-11-20T25:00:00Z", "2026-11-20T09:30:00", "now", "2026-11-31T00:00:00Z",
    ])
    func `what is no RFC 3339 is no time`(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test func `JSON keeps the order of its keys and escapes what it must`() {
        let value: JSONValue = [
            "b": 1, "a": [true, .null, -5],
            "text": "\"\\\n\r\t\u{1}é\u{2028}", "empty": [:], "none": [],
        ]
        #expect(
            value.description
                == #"{"b":1,"a":[true,null,-5],"text":"\"\\\n\r\t\u0001é"# + "\u{2028}"
                + #"","empty":{},"none":[]}"#)
        #expect(JSONValue.array([["a": 1]]).text(indented: true) == "[\n  {\n    \"a\": 1\n  }\n]")
    }
}
