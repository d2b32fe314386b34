// Which addresses are taken, and how they are spelled afterwards. No socket is opened here.
import HubClient
import Testing

struct HubAddressTests {
    private func code(_ text: String) -> HubClientError.Code? {
        do throws(HubClientError) {
            _ = try HubAddress(text)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [
        ("https://hub.example.org", "https://hub.example.org"),
        ("https://hub.example.org/", "https://hub.example.org"),
        ("HTTPS://hub.example.org:8443/desk/", "https://hub.example.org:8443/desk"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.200.3.4", "http://127.200.3.4"),
        ("http://[::1]:99", "http://[::1]:99"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("http://LOCALHOST/x", "http://LOCALHOST/x"),
    ])
    func `an address is taken in its normal form`(text: String, normal: String) throws {
        let address = try HubAddress(text)
        #expect(address.description.lowercased() == normal.lowercased())
        #expect(address.isEncrypted == normal.hasPrefix("https"))
    }

    @Test(arguments: [
        "http://hub.example.org", "http://192.0.2.7", "http://10.0.0.1", "http://128.0.0.1",
        "http://127.0.0.1.example.org", "http://localhost.example.org", "http://[::2]",
        "http://[::ffff:192.0.2.7]", "http://[fe80::1]", "http://0.0.0.0", "http://127x.org",
        // Obsolete spellings of numbers, of which libcurl's parser knows the meaning: 10.0.0.1.
        "http://167772161", "http://0xa.1",
    ])
    func `plain http to another machine is refused before any socket`(text: String) throws {
        let error = try #require(throws: HubClientError.self) { try HubAddress(text) }
        #expect(error.code == .notEncrypted)
        #expect(error.hint.contains("https"))
        #expect(error.retry == .never)
    }

    @Test(arguments: [
        "", "hub.example.org", "ftp://hub.example.org", "file:///etc/passwd", "https://",
        "https://a b", "https://user:word@hub.example.org", "https://hub.example.org?token=1",
        "https://hub.example.org#part", "https://hub.example.org:99999",
        "https://hub.example.org\u{0}.example.com", "https://hub\r\n.example.org",
    ])
    func `what is no address of a hub is refused`(text: String) {
        #expect(code(text) == .badURL)
    }

    @Test func `a password in an address is not repeated in the error`() throws {
        let error = try #require(throws: HubClientError.self) {
            try HubAddress("https://user:word@hub.example.org")
        }
        #expect(!error.description.contains("word"))
    }
}
