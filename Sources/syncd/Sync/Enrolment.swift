// What a laptop and its hub tell each other once, when the laptop joins.

import SyncEngine

/// The body of `POST /v1/enrol`.
struct Enrolment: Codable, Sendable {
    let code: String
    let enrolmentNonce: String
    let token: String
    /// The laptop's name.
    let replica: String
    let schema: String
    let schemaVersion: UInt64

    enum CodingKeys: String, CodingKey {
        case code, token, replica, schema
        case enrolmentNonce = "enrolment_nonce"
        case schemaVersion = "schema_version"
    }

    /// What the hub gives.
    struct Answer: Codable, Sendable {
        let workspace: String
        let member: String
        let memberName: String
        let ordinal: UInt64
        let replica: String
        let timeline: String
        let incarnation: String
        let birthCertificate: String

        enum CodingKeys: String, CodingKey {
            case workspace, member, ordinal, replica, timeline, incarnation
            case memberName = "member_name"
            case birthCertificate = "birth_certificate"
        }
    }
}
