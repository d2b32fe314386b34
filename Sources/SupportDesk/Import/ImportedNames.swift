// Names out of a file, found among our lists or added to them, each looked up once.

import SyncEngine

/// Finds or makes the rows that imported tickets refer to.
struct ImportedNames {
    let desk: Desk
    private var rowByName: [Name: Reference?] = [:]
    /// What was neither found nor might be made: `member "Ana"`.
    private(set) var unknown: Set<String> = []

    private struct Name: Hashable {
        let entity: EntityID
        let utf8: [UInt8]
    }

    init(desk: Desk) { self.desk = desk }

    /// The row of a list; made if the member may make it.
    mutating func row(_ name: String?, in list: NamedList) throws -> Reference? {
        try row(name, list.entity, list.rawValue) { try $0.ensure(name ?? "", in: list) }
    }

    /// The member of that name; members are the hub's to make.
    mutating func member(_ name: String?) throws -> Reference? {
        try row(name, Directory.memberEntity, "member") {
            try $0.memberID(Reference(name ?? ""))
        }
    }

    private mutating func row(
        _ name: String?, _ entity: EntityID, _ noun: String, find: (Desk) throws -> RowID
    ) throws -> Reference? {
        guard let name else { return nil }
        let key = Name(entity: entity, utf8: Array(name.utf8))
        if let known = rowByName[key] { return known }
        var row: Reference?
        do {
            row = Reference(try find(desk))
        } catch let error as DeskError where Self.leavesEmpty.contains(error.code) {
            unknown.insert("\(noun) \"\(name)\"")
        }
        rowByName[key] = .some(row)
        return row
    }

    private static let leavesEmpty: Set<DeskError.Code> = [
        .notFound, .ambiguous, .badValue, .notAllowed,
    ]
}
