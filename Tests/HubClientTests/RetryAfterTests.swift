// When a server wants us back: seconds and the three spellings of a date.
import Testing

@testable import HubClient

struct RetryAfterTests {
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ])
    func `the example of RFC 9110 reads the same in all spellings`(text: String) {
        #expect(HTTPDate(text)?.seconds == 784_111_777)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Thu, 31 Dec 2099 23:59:59 GMT", 4_102_444_799),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ])
    func `leap years are counted`(text: String, seconds: Int) {
        #expect(HTTPDate(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "tomorrow", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
    ])
    func `what is no date is none`(text: String) {
        #expect(HTTPDate(text) == nil)
    }

    private func delay(_ value: String?, date: String? = nil) -> Duration? {
        RetryAfter.delay(value, date: date) { 784_111_700 }
    }

    @Test func `seconds are seconds`() {
        #expect(delay("0") == .zero)
        #expect(delay(" 120 ") == .seconds(120))
        #expect(delay("99999999999999999999999") == .seconds(Int32.max))
    }

    @Test func `a date counts from the answer's own date, so that a wrong clock does no harm`() {
        let moment = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(delay(moment, date: "Sun, 06 Nov 1994 08:49:07 GMT") == .seconds(30))
        #expect(delay(moment, date: "Sun, 06 Nov 1994 08:50:00 GMT") == .zero)
        #expect(delay(moment) == .seconds(77))
        #expect(delay(moment, date: "nonsense") == .seconds(77))
    }

    @Test(arguments: [nil, "", " ", "-5", "1.5", "soon", "٣"])
    func `what means nothing asks for nothing`(value: String?) {
        #expect(delay(value) == nil)
    }
}
