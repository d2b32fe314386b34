// The few facts a replica keeps about itself: identity, cursor, incarnation, clock.

import SyncEngine

/// A fact's name in the table `meta`.
struct MetaKey: Hashable {
    let name: String

    static let kind = MetaKey(name: "kind")
    static let schemaVersion = MetaKey(name: "schema_version")
    static let rulesVersion = MetaKey(name: "rules_version")
    static let ordinal = MetaKey(name: "ordinal")
    static let member = MetaKey(name: "member")
    static let memberName = MetaKey(name: "member_name")
    static let workspace = MetaKey(name: "workspace")
    static let replicaName = MetaKey(name: "replica_name")
    static let birthCertificate = MetaKey(name: "birth_certificate")
    static let hubURL = MetaKey(name: "hub_url")
    static let timeline = MetaKey(name: "timeline")
    static let cursorPosition = MetaKey(name: "cursor_position")
    static let cursorNonce = MetaKey(name: "cursor_nonce")
    static let incarnation = MetaKey(name: "incarnation")
    static let nextIncarnation = MetaKey(name: "next_incarnation")
    static let acknowledged = MetaKey(name: "acknowledged")
    /// The hub's clock minus ours, milliseconds.
    static let clockOffset = MetaKey(name: "clock_offset")
    /// The hub's clock at the last contact that had to cut our stamps back, and the last own
    /// counter of that moment.
    static let clockCut = MetaKey(name: "clock_cut")
    static let clockCutCounter = MetaKey(name: "clock_cut_counter")
    /// How far search and the index of touched rows have followed the history; a vector's text.
    static let derivedSeen = MetaKey(name: "derived_seen")
    /// How far the chains have followed the feed, and the timeline on which they are anchored.
    static let chainPosition = MetaKey(name: "chain_position")
    static let chainTimeline = MetaKey(name: "chain_timeline")
}

extension StoreDatabase {
    /// All facts at once: there are about twenty.
    func meta() throws -> [String: Value] {
        let pairs = try rows("SELECT key,value FROM meta") { ($0.text(0), $0.value(1)) }
        return Dictionary(pairs) { first, _ in first }
    }

    func meta(_ key: MetaKey) throws -> Value {
        try first("SELECT value FROM meta WHERE key=?", [.text(key.name)]) { $0.value(0) } ?? .null
    }

    /// Writes a fact where it differs; null takes it away.
    func setMeta(_ key: MetaKey, _ value: Value) throws {
        guard try meta(key) != value else { return }
        if value.isNull {
            try run("DELETE FROM meta WHERE key=?", [.text(key.name)])
        } else {
            try run("INSERT OR REPLACE INTO meta(key,value) VALUES(?,?)", [.text(key.name), value])
        }
    }
}

extension Nonce {
    /// SQLite's integers are signed: the same 64 bits.
    var stored: Value { .integer(Int64(bitPattern: rawValue)) }

    init(stored value: Int64) { self.init(UInt64(bitPattern: value)) }
}

extension ReplicaIdentity {
    /// - Returns: `nil` if the facts are not all there.
    init?(_ meta: [String: Value]) {
        func text(_ key: MetaKey) -> String? { meta[key.name]?.text }
        func integer(_ key: MetaKey) -> Int64? { meta[key.name]?.integer }
        guard let ordinal = integer(.ordinal).flatMap({ ReplicaOrdinal(UInt64($0)) }),
            let member = integer(.member).flatMap({ RowID(rawValue: $0) }),
            let memberName = text(.memberName), let workspace = text(.workspace),
            let replicaName = text(.replicaName), let birth = integer(.birthCertificate),
            let timeline = integer(.timeline), let incarnation = integer(.incarnation),
            let hubURL = text(.hubURL)
        else { return nil }
        self.init(
            ordinal: ordinal, member: member, memberName: memberName, workspace: workspace,
            replicaName: replicaName, birthCertificate: Nonce(stored: birth),
            timeline: Timeline(Nonce(stored: timeline)), incarnation: Nonce(stored: incarnation),
            hubURL: hubURL)
    }

    /// Writes every fact.
    func save(_ database: StoreDatabase) throws {
        try database.setMeta(.ordinal, .integer(Int64(ordinal.rawValue)))
        try database.setMeta(.member, .integer(member.rawValue))
        try database.setMeta(.memberName, .text(memberName))
        try database.setMeta(.workspace, .text(workspace))
        try database.setMeta(.replicaName, .text(replicaName))
        try database.setMeta(.birthCertificate, birthCertificate.stored)
        try database.setMeta(.timeline, timeline.id.stored)
        try database.setMeta(.incarnation, incarnation.stored)
        try database.setMeta(.hubURL, .text(hubURL))
    }
}
