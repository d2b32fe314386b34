// The hub's errors as HTTP answers: a status for programs, JSON for people.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension HubError {
    /// The status by which a laptop decides whether to try again.
    var status: HTTPResponse.Status {
        switch code {
        case .malformed, .unsupportedVersion, .badName, .badValue: .badRequest
        case .unauthorized: .unauthorized
        case .notFound, .unknownDocument, .bytesNotHere, .unknownMember, .unknownDevice: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .otherSchema, .otherOffset, .tooManyLinks, .memberExists, .roleDiffers, .lastOwner,
            .otherWorkspace, .deviceKnown, .ordinalGivenTwice, .notRevoked:
            .conflict
        case .wrongContent: .unprocessableContent
        case .diskFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooManyAttempts, .tooManyRequests, .tooManyOrdinals: .tooManyRequests
        case .busy, .stopping: .serviceUnavailable
        case .unknownCode, .codeExpired, .codeUsed, .memberInactive, .otherReplica, .roleRequired,
            .revoked:
            .forbidden
        default: .internalServerError
        }
    }
}

extension Response {
    /// `{"error":{"code":…,"message":…,"hint":…}}`, and when to come back.
    init(error: HubError) {
        struct Body: Encodable {
            let error: [String: String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Body(
            error: [
                "code": error.code.rawValue, "message": error.message, "hint": error.hint,
            ])
        // A dictionary of texts can always be encoded.
        self.init(json: Array((try? encoder.encode(body)) ?? Data()), status: error.status)
        if let seconds = error.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        if error.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    }

    init(json: [UInt8], status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
