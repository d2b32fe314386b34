// JSON as a script reads it: by key and index, and by what keys there are.

import Foundation
import Testing

/// One JSON value.
struct Document: CustomStringConvertible, @unchecked Sendable {
    // Made of Foundation's immutable JSON objects alone.
    private let value: Any

    private init(value: Any) { self.value = value }

    init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    subscript(key: String) -> Document? {
        (value as? [String: Any])?[key].map { Document(value: $0) }
    }

    subscript(index: Int) -> Document? {
        guard let items = value as? [Any], items.indices.contains(index) else { return nil }
        return Document(value: items[index])
    }

    var keys: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }
    var items: [Document] { (value as? [Any])?.map { Document(value: $0) } ?? [] }
    var string: String? { value as? String }
    var integer: Int? { (value as? NSNumber)?.intValue }
    var boolean: Bool? { (value as? NSNumber)?.boolValue }
    var isNull: Bool { value is NSNull }

    /// Equal documents have equal descriptions: keys are sorted.
    var description: String {
        let bytes = try? JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
    }
}
