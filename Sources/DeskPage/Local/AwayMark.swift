// Up to where this laptop's user has read what others did.

import LocalStore
import SupportDesk
import SyncEngine

/// The place on the feed that the person has read, kept on this laptop.
struct AwayMark {
    let desk: Desk
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    private static let key = "page.away"

    /// What others did since. The first time nothing is told: everything would be.
    func json() throws -> JSONValue {
        guard let mark = try stored() else {
            let away = try desk.away(since: nil)
            try save(away.position)
            return away.json(since: try stored()?.at)
        }
        return try desk.away(since: mark.position).json(since: mark.at)
    }

    /// - Parameter position: as ``json()`` gave it; what came behind it is still new.
    func read(upTo position: UInt64) throws -> JSONValue {
        try save(position)
        return try json()
    }

    private func save(_ position: UInt64) throws {
        let mark: JSONValue = [
            "timeline": .string("\(try desk.store.read { try $0.position.timeline })"),
            "position": .integer(Int64(clamping: position)),
            "at": .string(Moment(milliseconds: now()).description),
        ]
        try desk.store.setSetting(Self.key, mark.description)
    }

    /// `nil` also where a restored hub counts anew.
    private func stored() throws -> (position: UInt64, at: Moment?)? {
        guard let text = try desk.store.setting(Self.key),
            let mark = try? JSONValue(parsing: Array(text.utf8)),
            mark["timeline"]?.string == "\(try desk.store.read { try $0.position.timeline })",
            let position = mark["position"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        return (position, mark["at"]?.string.flatMap { Moment($0) })
    }
}
