// What a laptop and the hub say to each other once, when the laptop joins.

/// The two messages of `POST /v1/enrol`, as JSON; see specs/http.md.
public enum Enrolment {
    /// Repeating a request with the same nonce and token has the same answer: nothing is lost if
    /// the first answer was.
    public struct Request: Codable, Hashable, Sendable {
        /// The invitation's code as it was typed.
        public var code: String
        /// 16 to 64 hexadecimal digits, made by the laptop and kept until an answer has arrived.
        public var enrolmentNonce: String
        /// The text of the ``DeviceToken`` that the laptop will use from now on.
        public var token: String
        /// The laptop's name.
        public var replica: String
        /// The schema's name.
        public var schema: String
        public var schemaVersion: UInt64

        public init(
            code: String, enrolmentNonce: String, token: String, replica: String, schema: String,
            schemaVersion: UInt64
        ) {
            self.code = code
            self.enrolmentNonce = enrolmentNonce
            self.token = token
            self.replica = replica
            self.schema = schema
            self.schemaVersion = schemaVersion
        }

        enum CodingKeys: String, CodingKey {
            case code, token, replica, schema
            case enrolmentNonce = "enrolment_nonce"
            case schemaVersion = "schema_version"
        }
    }

    /// Who the laptop is from now on.
    public struct Answer: Codable, Hashable, Sendable {
        public let workspace: String
        /// The member's row id, such as `1-1`.
        public let member: String
        public let memberName: String
        public let ordinal: UInt64
        /// Sixteen hexadecimal digits each.
        public let timeline: String
        public let incarnation: String
        public let birthCertificate: String
        /// The laptop's name as the hub keeps it.
        public let replica: String

        enum CodingKeys: String, CodingKey {
            case workspace, member, ordinal, timeline, incarnation, replica
            case memberName = "member_name"
            case birthCertificate = "birth_certificate"
        }
    }
}
