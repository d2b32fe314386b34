// Codes, tokens and the limiter: small, and what keeps strangers out.

import SyncEngine
import Testing

@testable import SyncHub

@Suite struct `Secrets` {
    @Test func `a code is three groups of four, from its random bits alone`() {
        let code = InvitationCode(random: 0)
        #expect(code.description == "0000-0000-0000")
        #expect(InvitationCode(random: .max).description == "ZZZZ-ZZZZ-ZZZZ")
        #expect(InvitationCode(random: 1).description == "1000-0000-0000")
        #expect(InvitationCode(random: 1 << 59).description == "0000-0000-000G")
    }

    @Test(arguments: ["h7k2-9qxm-4tbd", "H7K29QXM4TBD", " h7k2 9qxm 4tbd ", "-H7K2-9QXM-4TBD-"])
    func `a code is read as people type it`(text: String) {
        #expect(InvitationCode(text)?.description == "H7K2-9QXM-4TBD")
    }

    @Test(arguments: [
        "", "H7K2-9QXM-4TB", "H7K2-9QXM-4TBDE", "H7K2-9QXM-4TBU", "H7K2-9QXM-4TB!",
        "H7K2-9QXM-4TBß", String(repeating: "-", count: 65),
    ])
    func `what cannot be a code is none`(text: String) {
        #expect(InvitationCode(text) == nil)
    }

    @Test func `letters that look like digits are read as these`() {
        #expect(InvitationCode("oOiI-lL00-0000") == InvitationCode("0011-1100-0000"))
    }

    @Test func `a token is 64 digits that nothing prints`() throws {
        var number: UInt64 = 0
        let token = DeviceToken {
            number += 1
            return number
        }
        #expect(token.text.utf8.count == 64)
        #expect(DeviceToken(token.text) == token)
        #expect(!"\(token)".contains(token.text) && !String(reflecting: token).contains(token.text))
        #expect(DeviceToken(token.text.uppercased() + "A") == nil)
        #expect(DeviceToken(String(token.text.dropLast()) + "G") == nil)
    }

    @Test func `a hash is the standard's`() {
        #expect(
            SecretHash.of(Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SecretHash.areEqual("abc", "abc"))
        #expect(!SecretHash.areEqual("abc", "abd"))
        #expect(!SecretHash.areEqual("abc", "ab"))
    }

    @Test func `mistakes are counted for each address alone, and forgotten with time`() throws {
        let limiter = AttemptLimiter()
        for _ in 0..<HubLimits.wrongCodes { limiter.mistake("a", at: 1_000) }
        let error = #expect(throws: HubError.self) { try limiter.check("a", at: 31_000) }
        #expect(error?.retryAfterSeconds == 31)
        try limiter.check("b", at: 31_000)
        try limiter.check("a", at: 61_000)
        try limiter.check("a", at: 0)
    }

    @Test func `the limiter remembers a bounded number of addresses`() {
        let limiter = AttemptLimiter()
        for _ in 0..<HubLimits.wrongCodes { limiter.mistake("first", at: 0) }
        for n in 0..<HubLimits.countedAddresses { limiter.mistake("\(n)", at: 1) }
        #expect(throws: Never.self) { try limiter.check("first", at: 1) }
    }

    @Test func `hashes are equal only if every digit is`() {
        let digits = Array("0123456789abcdef")
        for length in 1...2 {
            let texts = (0..<(length == 1 ? 16 : 256)).map { number in
                (0..<length).map { String(digits[number >> (4 * $0) & 15]) }.joined()
            }
            for left in texts {
                for right in texts {
                    #expect(SecretHash.areEqual(left, right) == (left == right))
                }
            }
        }
        let hashes = (0..<300).map { SecretHash.of(Array("\($0)".utf8)) }
        for (index, left) in hashes.enumerated() {
            let equal = hashes.indices.filter { SecretHash.areEqual(left, hashes[$0]) }
            #expect(equal == [index])
        }
    }
}
