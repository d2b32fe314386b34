// What a laptop and the hub say to each other once, when the laptop joins.

public import SyncEngine

/// The two messages of `POST /v1/enrol`, as JSON; see specs/http.md.
public enum Enrolment {
    /// Repeating a request with the same nonce and token has the same answer: nothing is lost if
    /// the first answer was.
    public struct Request: Codable, Hashable, Sendable {
        /// The invitation's code as it was typed.
        public var code: String
        /// Sixteen hexadecimal digits, made by the laptop and kept until an answer has arrived.
        public var enrolmentNonce: String
        /// The ``DeviceToken`` that the laptop will use from now on.
        public var token: String
        /// The laptop's name.
        public var replica: String
        /// The schema's name and version.
        public var schema: String
        public var schemaVersion: UInt64

        public init(
            code: String, enrolmentNonce: Nonce, token: DeviceToken, replica: String,
            schema: Schema
        ) {
            self.code = code
            self.enrolmentNonce = enrolmentNonce.description
            self.token = token.text
            self.replica = replica
            self.schema = schema.name
            schemaVersion = schema.version
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
        public let ordinal: UInt32
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
