// How the golden vectors spell the engine's small values in JSON.

import Foundation
import SyncEngine

/// A golden vector that cannot be read.
struct Misspelled: Error {
    let text: String
}

/// A thing that stands in JSON as one string.
protocol Spelled: Codable, Equatable {
    associatedtype Model
    init(_ model: Model)
    init(spelling: String) throws
    var model: Model { get }
    var spelling: String { get }
}

extension Spelled {
    init(from decoder: any Decoder) throws {
        try self.init(spelling: decoder.singleValueContainer().decode(String.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(spelling)
    }
}

/// `7.12`.
struct SpelledDot: Spelled {
    let model: Dot
    init(_ model: Dot) { self.model = model }
    init(spelling: String) throws {
        guard let dot = Dot(spelling) else { throw Misspelled(text: spelling) }
        model = dot
    }
    var spelling: String { model.description }
}

/// Sixteen hexadecimal digits.
struct SpelledNonce: Spelled {
    let model: Nonce
    init(_ model: Nonce) { self.model = model }
    init(spelling: String) throws {
        guard let nonce = Nonce(spelling) else { throw Misspelled(text: spelling) }
        model = nonce
    }
    var spelling: String { model.description }
}

/// Entity and row id: `10:7-12`.
struct SpelledKey: Spelled {
    let model: RowKey
    init(_ model: RowKey) { self.model = model }
    init(spelling: String) throws {
        let parts = spelling.split(separator: ":")
        guard parts.count == 2, let entity = UInt16(parts[0]), let row = RowID(parts[1]) else {
            throw Misspelled(text: spelling)
        }
        model = RowKey(EntityID(entity), row)
    }
    var spelling: String { "\(model.entity.rawValue):\(model.row)" }
}

/// Milliseconds and, where it is not zero, the counter: `1800000000000+3`.
struct SpelledStamp: Spelled {
    let model: Stamp
    init(_ model: Stamp) { self.model = model }
    init(spelling: String) throws {
        let parts = spelling.split(separator: "+")
        guard (1...2).contains(parts.count), let milliseconds = Int64(parts[0]),
            let counter = parts.count == 2 ? UInt16(parts[1]) : 0
        else { throw Misspelled(text: spelling) }
        model = Stamp(milliseconds: milliseconds, counter: counter)
    }
    var spelling: String {
        model.counter == 0 ? "\(model.milliseconds)" : "\(model.milliseconds)+\(model.counter)"
    }
}

/// Bytes as hexadecimal digits.
struct Hex: Spelled {
    let model: [UInt8]
    init(_ model: [UInt8]) { self.model = model }
    init(spelling: String) throws {
        let digits = Array(spelling.utf8)
        guard digits.count.isMultiple(of: 2) else { throw Misspelled(text: spelling) }
        model = try stride(from: 0, to: digits.count, by: 2).map { index in
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { throw Misspelled(text: spelling) }
            return byte
        }
    }
    var spelling: String {
        model.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A value: null, a number, a text, or a list of these.
struct SpelledValue: Codable, Equatable {
    let model: Value
    init(_ model: Value) { self.model = model }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            model = .null
        } else if let number = try? container.decode(Int64.self) {
            model = .integer(number)
        } else if let text = try? container.decode(String.self) {
            model = .text(text)
        } else {
            model = .tuple(try container.decode([SpelledValue].self).map(\.model))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch model {
        case .null: try container.encodeNil()
        case .integer(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .tuple(let parts): try container.encode(parts.map(SpelledValue.init))
        }
    }
}

extension VersionVector {
    init(spelled: [SpelledDot]) { self.init(spelled.map(\.model)) }
    var spelled: [SpelledDot] { entries.map(SpelledDot.init) }
}
