// JSON as commands print it: keys in a fixed order, so that equal results are equal bytes.

import Foundation

/// A JSON document that prints its keys in the order they were given.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])
}
