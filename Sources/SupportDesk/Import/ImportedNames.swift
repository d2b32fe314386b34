// Names out of a file, found among our lists or added to them, each looked up once.

import LocalStore
import SyncEngine

/// Finds or makes the rows that imported tickets refer to.
struct ImportedNames {
    let desk: Desk
    private var rowsByEntity: [EntityID: KnownRows] = [:]
    /// What was neither found nor might be made: `member "Ana"`.
    private(set) var unknown: Set<String> = []

    /// The rows of one entity, by their name without regard to case.
    private struct KnownRows {
        var rowsByName: [[UInt8]: [Lookup.Named]]

        init(_ rows: [Lookup.Named]) {
            rowsByName = Dictionary(grouping: rows) { Self.key($0.name) }
        }

        static func key(_ name: String) -> [UInt8] { Array(Lookup.folded(name).utf8) }

        func matches(_ name: String) -> [Lookup.Named] {
            Lookup.matches(of: Reference(name), among: rowsByName[Self.key(name)] ?? [])
        }

        mutating func add(_ id: RowID, _ name: String) {
            let row = Lookup.Named(id: id, name: name, isUsable: true)
            rowsByName[Self.key(name), default: []].append(row)
        }
    }

    init(desk: Desk) { self.desk = desk }

    /// The row of a list; made if the member may make it.
    mutating func row(_ name: String?, in list: NamedList) throws -> Reference? {
        try row(name, list.entity, list.rawValue) { desk, name in
            try desk.act { try $0.add(NamedDraft(name), to: list) }.value
        }
    }

    /// The member of that name; members are the hub's to make.
    mutating func member(_ name: String?) throws -> Reference? {
        try row(name, Directory.memberEntity, "member") { _, _ in nil }
    }

    private mutating func row(
        _ name: String?, _ entity: EntityID, _ noun: String, make: (Desk, String) throws -> RowID?
    ) throws -> Reference? {
        guard let name else { return nil }
        var known = try rowsByEntity[entity] ?? load(entity)
        defer { rowsByEntity[entity] = known }
        do {
            let matches = known.matches(name)
            let found = try Lookup.only(matches, Reference(name), forWriting: true, noun)
            if let found { return Reference(found) }
            if let made = try make(desk, name) {
                known.add(made, name)
                return Reference(made)
            }
        } catch let error as DeskError where Self.leavesEmpty.contains(error.code) {
            // Said in the report and on the ticket: the rest of the row is worth having.
        }
        unknown.insert("\(noun) \"\(name)\"")
        return nil
    }

    private func load(_ entity: EntityID) throws -> KnownRows {
        KnownRows(try desk.store.read { try desk.lookup($0).named(entity) })
    }

    private static let leavesEmpty: Set<DeskError.Code> = [.ambiguous, .badValue, .notAllowed]
}
