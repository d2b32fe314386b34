// What a laptop and the hub say to each other when a member makes or ends a link for a client.

/// The messages below `/v1/portal-links`, as JSON; see specs/http.md.
public enum PortalLinkRequest {
    /// Repeating it has the same answer: nothing is lost if the first one was.
    public struct Wish: Codable, Hashable, Sendable {
        /// The contact's row id, such as `4-7`.
        public var contact: String
        /// The hash of the ``PortalLink``. The link itself the laptop keeps for the client: the
        /// hub hears it from their browser first.
        public var linkHash: String
        /// The life of the link.
        public var days: Int

        public init(contact: String, linkHash: String, days: Int) {
            self.contact = contact
            self.linkHash = linkHash
            self.days = days
        }

        enum CodingKeys: String, CodingKey {
            case contact, days
            case linkHash = "link_hash"
        }
    }

    /// What was made.
    public struct Answer: Codable, Hashable, Sendable {
        public let number: Int64
        /// Milliseconds since 1970.
        public let expiresAt: Int64

        enum CodingKeys: String, CodingKey {
            case number
            case expiresAt = "expires_at"
        }
    }

    /// Repeating it has the same answer.
    public struct Revocation: Codable, Hashable, Sendable {
        public var number: Int64

        public init(number: Int64) { self.number = number }
    }
}
