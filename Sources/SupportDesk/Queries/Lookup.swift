// From what a person typed to the row that they meant.

import Foundation
import LocalStore
import SyncEngine

/// Finds rows by id or by name.
struct Lookup {
    let reader: StoreReader
    let schema: Schema
    let me: RowID

    /// The row that a reference means: by id, by the exact name, or else by the only name that is
    /// equal but for case and normalisation form.
    /// - Parameter forWriting: whether the row is about to be put into a field, so that one that is
    ///   archived or deactivated does not do.
    /// - Complexity: O(1) by id; O(rows of the entity) by name.
    func find(_ reference: Reference, in entity: EntityID, forWriting: Bool) throws -> RowID {
        let noun = try noun(entity)
        let matches = try matches(of: reference, in: entity)
        if let row = try Self.only(matches, reference, forWriting: forWriting, noun) { return row }
        let near = try names(near: reference, in: entity)
        throw DeskError.noSuch(noun, named: reference.text, near: near)
    }

    /// The one row among those of the name that was asked for, or `nil` if there are none.
    static func only(
        _ matches: [Named], _ reference: Reference, forWriting: Bool, _ noun: String
    ) throws -> RowID? {
        let usable = matches.filter(\.isUsable)
        if forWriting, usable.isEmpty, let first = matches.first {
            throw DeskError.unusable(first.name, entity: noun)
        }
        let candidates = usable.isEmpty ? matches : usable
        guard candidates.count <= 1 else {
            throw DeskError.ambiguous(noun, named: reference.text, ids: candidates.map(\.id))
        }
        return candidates.first?.id
    }

    /// Every row that a reference may mean, archived ones too: for filters.
    func findAll(_ reference: Reference, in entity: EntityID) throws -> [RowID] {
        let matches = try matches(of: reference, in: entity)
        guard matches.isEmpty else { return matches.map(\.id) }
        return [try find(reference, in: entity, forWriting: false)]
    }

    /// The row of a ticket, comment, time entry or document by the id that people tell each other.
    func row(_ text: String, in entity: EntityID) throws -> RowID {
        let key = RowID(text).map { RowKey(entity, $0) }
        guard let key else {
            throw DeskError(
                .badValue, "\"\(text)\" is no id of a \(try noun(entity)).",
                hint: "An id looks like 7-12.")
        }
        if try reader.row(key) != nil { return key.row }
        // The number may have been noted down before another copy of this laptop gave it, too.
        guard let renamed = try reader.renamed(key) else {
            throw DeskError.unknown(key, in: schema)
        }
        return renamed
    }

    struct Named {
        let id: RowID
        let name: String
        let isUsable: Bool
    }

    /// The rows of an entity that has names, by id: all, or the one.
    func named(_ entity: EntityID, _ id: RowID? = nil) throws -> [Named] {
        let isMember = entity == Directory.memberEntity
        let flag = isMember ? "IFNULL(active, 1) = 1" : "IFNULL(archived, 0) = 0"
        let records = try reader.select(
            """
            SELECT id, name, \(flag) AS usable FROM "\(try table(entity))"\
            \(id == nil ? "" : " WHERE id = ?") ORDER BY id
            """, id.map { [.row($0)] } ?? [])
        return records.compactMap { record in
            guard let id = record["id"].integer.flatMap(RowID.init(rawValue:)) else { return nil }
            return Named(
                id: id, name: record["name"].text ?? "", isUsable: record["usable"] == .integer(1))
        }
    }

    private func matches(of reference: Reference, in entity: EntityID) throws -> [Named] {
        if entity == Directory.memberEntity, reference.text == "me" {
            return [Named(id: me, name: "me", isUsable: true)]
        }
        if let id = RowID(reference.text), let row = try named(entity, id).first { return [row] }
        return Self.matches(of: reference, among: try named(entity))
    }

    /// Those of the exact name; without any, those that differ in case or normalisation form.
    static func matches(of reference: Reference, among rows: [Named]) -> [Named] {
        let value = Value.text(reference.text)
        let exact = rows.filter { Value.text($0.name) == value }
        guard exact.isEmpty else { return exact }
        let wanted = folded(reference.text)
        return rows.filter { folded($0.name) == wanted }
    }

    private func names(near reference: Reference, in entity: EntityID) throws -> [String] {
        let wanted = Self.folded(reference.text)
        let near = try named(entity).filter(\.isUsable).map(\.name).filter { name in
            let folded = Self.folded(name)
            return (!wanted.isEmpty && folded.contains(wanted))
                || Self.distance(folded, wanted) <= max(1, wanted.count / 4)
        }
        return Array(near.prefix(5))
    }

    func noun(_ entity: EntityID) throws -> String {
        try table(entity).replacingOccurrences(of: "_", with: " ")
    }

    private func table(_ entity: EntityID) throws -> String {
        guard let entity = schema.entity(entity) else {
            throw DeskError(.notFound, "There is no entity \(entity.rawValue).")
        }
        return entity.name
    }

    /// Case and normalisation form make no other name; accents do.
    static func folded(_ text: String) -> String {
        text.lowercased().precomposedStringWithCanonicalMapping
            .trimmingCharacters(in: .whitespaces)
    }

    /// How many characters to insert, remove or replace.
    /// Source: Wagner and Fischer, "The String-to-String Correction Problem", 1974.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.prefix(64))
        var row = Array(0...right.count)
        for (line, character) in left.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let replaced = diagonal + (right[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}

extension DeskError {
    static func unknown(_ key: RowKey, in schema: Schema) -> DeskError {
        let noun = schema.entity(key.entity)?.name.replacingOccurrences(of: "_", with: " ") ?? "row"
        return DeskError(
            .notFound, "There is no \(noun) \(key.row) on this laptop.",
            hint: "If it was made elsewhere, it comes with the next sync.")
    }

    static func noSuch(_ noun: String, named name: String, near: [String]) -> DeskError {
        let hint =
            near.isEmpty
            ? "`syncd \(noun) list` shows what there is."
            : "Did you mean \(near.map { "\"\($0)\"" }.joined(separator: ", "))?"
        return DeskError(
            .notFound, "There is no \(noun) named \"\(name)\".",
            hint: near.isEmpty && noun == "member" ? "`syncd members` shows who there is." : hint)
    }

    static func ambiguous(_ noun: String, named name: String, ids: [RowID]) -> DeskError {
        let spelled = ids.prefix(8).map(\.description).joined(separator: ", ")
        return DeskError(
            .ambiguous, "Several rows match the \(noun) \"\(name)\": \(spelled).",
            hint: "Use the id of the one you mean.")
    }

    static func unusable(_ name: String, entity: String) -> DeskError {
        entity == "member"
            ? DeskError(.badValue, "\(name) is deactivated.", hint: "Choose another member.")
            : DeskError(
                .badValue, "The \(entity) \"\(name)\" is archived.",
                hint: "Restore it first, or choose another.")
    }
}
