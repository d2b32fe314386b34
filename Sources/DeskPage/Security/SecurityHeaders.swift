// What every answer says of itself to the browser, errors included.

import HTTPTypes

/// The headers that keep a page to itself.
enum SecurityHeaders {
    static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    static func add(to fields: inout HTTPFields) {
        // A document has a stricter one, of its own.
        if fields[.contentSecurityPolicy] == nil { fields[.contentSecurityPolicy] = contentPolicy }
        fields[.xContentTypeOptions] = "nosniff"
        fields[.frameOptions] = "DENY"
        fields[.referrerPolicy] = "no-referrer"
        fields[.openerPolicy] = "same-origin"
        fields[.resourcePolicy] = "same-origin"
        if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
    }
}
