// JSON as a script reads it: by key and index, and by what keys there are.

import Foundation

/// One JSON value.
package struct Document: CustomStringConvertible, @unchecked Sendable {
    // Made of Foundation's immutable JSON objects alone.
    private let value: Any

    private init(value: Any) { self.value = value }

    package init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    package subscript(key: String) -> Document? {
        (value as? [String: Any])?[key].map { Document(value: $0) }
    }

    package subscript(index: Int) -> Document? {
        guard let items = value as? [Any], items.indices.contains(index) else { return nil }
        return Document(value: items[index])
    }

    package var keys: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }
    package var items: [Document] { (value as? [Any])?.map { Document(value: $0) } ?? [] }
    package var string: String? { value as? String }
    package var integer: Int? { (value as? NSNumber)?.intValue }
    package var number: Double? { (value as? NSNumber)?.doubleValue }
    package var boolean: Bool? { (value as? NSNumber)?.boolValue }
    package var isNull: Bool { value is NSNull }

    /// Equal documents have equal descriptions: keys are sorted.
    package var description: String {
        let bytes = try? JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
    }
}
