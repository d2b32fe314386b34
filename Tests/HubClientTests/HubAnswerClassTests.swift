// Who answered: every combination of a status and a media type that matters.
import HubClient
import Testing

struct HubAnswerClassTests {
    private static let types: [String?] = [
        "application/vnd.syncd", "application/json", "text/html", "application/octet-stream", nil,
    ]

    private func judge(_ status: Int, _ type: String?) -> HubAnswerClass {
        HubAnswerClass(status: status, contentType: type, expected: HubRequest.syncMediaType)
    }

    @Test func `a good status is the hub's with the expected type alone`() {
        for status in 200...299 {
            for type in HubAnswerClassTests.types {
                let isHub = type == HubRequest.syncMediaType
                #expect(judge(status, type) == (isHub ? .answer : .notTheHub))
            }
        }
    }

    @Test func `an error is the hub's with JSON alone`() {
        for status in 400...599 {
            for type in HubAnswerClassTests.types {
                #expect(
                    judge(status, type) == (type == "application/json" ? .refusal : .notTheHub))
            }
        }
    }

    @Test func `a redirect is never the hub's, nor is a status outside of HTTP`() {
        for status in Array(300...399) + [-1, 0, 100, 199, 600, 999] where status != 304 {
            for type in HubAnswerClassTests.types { #expect(judge(status, type) == .notTheHub) }
        }
        #expect(judge(304, nil) == .answer)
    }

    @Test(arguments: [
        "application/vnd.syncd; v=1", "Application/VND.syncd", " application/vnd.syncd ;x",
    ])
    func `parameters and case do not matter`(type: String) {
        #expect(judge(200, type) == .answer)
    }

    @Test(arguments: ["", ";", "application/vnd.syncd2", "application/vnd.syncd, text/html"])
    func `a type that only looks alike is not taken`(type: String) {
        #expect(judge(200, type) == .notTheHub)
    }
}
