// Reads a request's body within bounds of type, size and time, all before any work is done for it.

internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// What the head alone says: the type, and a length within the limit where one is told.
    /// - Throws: ``HubError/Code/unsupportedMediaType``, ``HubError/Code/bodyTooLarge``.
    func require(_ mediaType: String, limit: Int) throws(HubError) {
        let encoding = headers[.contentEncoding] ?? "identity"
        guard Self.mediaType(headers[.contentType]) == mediaType, encoding == "identity" else {
            throw HubError(
                .unsupportedMediaType, "This takes \(mediaType) without an encoding",
                hint: "Is this the hub's address?")
        }
        let length = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= limit else { throw .bodyTooLarge(limit: limit) }
    }

    /// The whole body.
    /// - Throws: ``HubError/Code/unsupportedMediaType``; ``HubError/Code/bodyTooLarge`` as soon as
    ///   its length is told or passed. A body that takes too long has its connection closed.
    func bytes(
        of mediaType: String, limit: Int, _ context: HubRequestContext
    ) async throws -> [UInt8] {
        try require(mediaType, limit: limit)
        let length = headers[.contentLength].flatMap { Int($0) } ?? limit
        let seconds = context.patience.body(of: length)
        let callOff = context.closeConnection(afterSeconds: seconds)
        defer { callOff() }
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else {
                throw HubError.bodyTooLarge(limit: limit)
            }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    /// The type without its parameters, in lower case.
    private static func mediaType(_ value: String?) -> String? {
        value?.split(separator: ";", omittingEmptySubsequences: false).first.map { type in
            type.filter { $0 != " " && $0 != "\t" }.lowercased()
        }
    }

    /// The token of the Authorization header.
    /// - Throws: ``HubError/Code/unauthorized`` if there is none that could be one.
    func token() throws(HubError) -> DeviceToken {
        let parts = (headers[.authorization] ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let token = DeviceToken(String(parts[1]))
        else { throw .unauthorized }
        return token
    }
}
