/// Who answered, judged by status and media type alone: a hotel's login page answers 200, too.
public enum HubAnswerClass: Sendable, Equatable {
    /// The hub's answer of the type that was asked for.
    case answer
    /// The hub's own error, with a JSON body that says why.
    case refusal
    /// A portal, a proxy, a redirect, another server: for the laptop just "offline".
    case notTheHub

    /// Judges an answer.
    ///
    /// A status of 200 to 299 is the hub's if its media type is the expected one; 400 and above
    /// if it is JSON; 304 has no type, and answers a request that asked for it. No redirect is
    /// ever the hub's: following one would carry the token to a place nobody has approved.
    /// - Parameters:
    ///   - contentType: The header's value; its parameters are left out of account.
    ///   - expected: The media type of a good answer, such as ``HubRequest/syncMediaType``.
    public init(status: Int, contentType: String?, expected: String) {
        let type = HubAnswerClass.mediaType(contentType)
        self =
            switch status {
            case 200...299 where type == HubAnswerClass.mediaType(expected): .answer
            case 304: .answer
            case 400...599 where type == "application/json": .refusal
            default: .notTheHub
            }
    }

    /// The type without its parameters, lowercased: `Text/HTML; charset=x` gives `text/html`.
    static func mediaType(_ contentType: String?) -> String? {
        guard let first = contentType?.split(separator: ";", omittingEmptySubsequences: false).first
        else { return nil }
        return first.trimmingOptionalWhitespace().lowercased()
    }
}

extension StringProtocol {
    /// Without the spaces and tabs at both ends (RFC 9110, 5.6.3).
    func trimmingOptionalWhitespace() -> SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return self[endIndex...] }
        return start[...last]
    }
}
