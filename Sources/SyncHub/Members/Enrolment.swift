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
        /// Who the laptop was, if it has a replica already: it joins a hub again that was restored.
        public var former: Former?

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
            case code, token, replica, schema, former
            case enrolmentNonce = "enrolment_nonce"
            case schemaVersion = "schema_version"
        }
    }

    /// What a laptop was to a hub that has forgotten it.
    public struct Former: Codable, Hashable, Sendable {
        public var workspace: String
        public var ordinal: UInt64
        /// Sixteen hexadecimal digits.
        public var birthCertificate: String
        /// The timelines that the laptop has followed, sixteen hexadecimal digits each.
        public var timelines: [String]

        public init(
            workspace: String, ordinal: UInt64, birthCertificate: String, timelines: [String]
        ) {
            self.workspace = workspace
            self.ordinal = ordinal
            self.birthCertificate = birthCertificate
            self.timelines = timelines
        }

        enum CodingKeys: String, CodingKey {
            case workspace, ordinal, timelines
            case birthCertificate = "birth_certificate"
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
        /// The timelines that the hub has left, oldest first; absent for a hub that was never
        /// restored.
        public var formerTimelines: [FormerTimeline]?

        /// A timeline and the last position of it that was kept.
        public struct FormerTimeline: Codable, Hashable, Sendable {
            /// Sixteen hexadecimal digits.
            public let timeline: String
            public let position: UInt64
        }

        enum CodingKeys: String, CodingKey {
            case workspace, member, ordinal, timeline, incarnation, replica
            case memberName = "member_name"
            case birthCertificate = "birth_certificate"
            case formerTimelines = "former_timelines"
        }
    }
}
