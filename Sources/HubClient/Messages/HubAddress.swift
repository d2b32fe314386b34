// The checked address of a hub: https anywhere, plain http to this machine only.
import CCurl
import Foundation

/// Where a hub is, as `https://host[:port][/prefix]`.
///
/// A token over plain http could be read by anybody on the way, so http is taken for loopback
/// addresses alone. The text is read by libcurl's own parser: what is checked here is what is
/// connected to.
public struct HubAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address in normal form, without a slash at its end.
    public let description: String
    /// Whether the connection is encrypted.
    public let isEncrypted: Bool

    /// Reads an address.
    /// - Throws: ``HubClientError/Code/badURL`` if it is none, or holds a user, a query or a
    ///   fragment; ``HubClientError/Code/notEncrypted`` for plain http to another machine.
    public init(_ text: String) throws(HubClientError) {
        guard let url = ParsedURL(text) else {
            throw .badURL("'\(text.prefix(200))' is not the address of a hub")
        }
        guard let scheme = url.part(CURLUPART_SCHEME), scheme == "https" || scheme == "http" else {
            throw .badURL("The address of a hub starts with https://")
        }
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT] {
            // The part is not printed: it may be a password.
            guard url.part(part) == nil else {
                throw .badURL("The address of a hub has no user, query or fragment")
            }
        }
        guard let host = url.part(CURLUPART_HOST), let whole = url.part(CURLUPART_URL) else {
            throw .badURL("The address names no host")
        }
        guard scheme == "https" || HubAddress.isLoopback(host) else {
            throw HubClientError(
                .notEncrypted, "The hub at \(host) would be reached without encryption",
                hint: "Use https://; plain http is for 127.0.0.1, ::1 and localhost.",
                retry: .never)
        }
        description = String(whole.reversed().drop { $0 == "/" }.reversed())
        isEncrypted = scheme == "https"
    }

    /// Whether a host, as libcurl spells it, is this machine by its name alone: 127.0.0.0/8, ::1
    /// or localhost. No name is looked up; libcurl answers `localhost` without asking a resolver.
    static func isLoopback(_ host: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return UInt32(bigEndian: four.s_addr) >> 24 == 127
        }
        guard host.hasPrefix("["), host.hasSuffix("]") else {
            return host.lowercased() == "localhost"
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &six) == 1 else {
            return false
        }
        return withUnsafeBytes(of: six) { bytes in
            // Unsafe because C spells the sixteen bytes as a union, differently per system.
            bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
        }
    }
}

/// One address in libcurl's parser; the handle lives as long as this object.
private final class ParsedURL {
    private let handle: OpaquePointer

    init?(_ text: String) {
        guard let handle = curl_url() else { return nil }
        self.handle = handle
        guard !text.utf8.contains(0), curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK
        else { return nil }
    }

    deinit { curl_url_cleanup(handle) }

    func part(_ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        // libcurl allocates the text and leaves it to the caller to free.
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension HubClientError {
    fileprivate static func badURL(_ message: String) -> HubClientError {
        HubClientError(
            .badURL, message, hint: "Write it like https://hub.example.org.", retry: .never)
    }
}
