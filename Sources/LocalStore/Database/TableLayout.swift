// All tables of a replica: one per entity of the schema, and those that sync needs beside them.

import SyncEngine

/// The schema made into tables; built once when a store opens.
final class TableLayout: Sendable {
    let schema: Schema
    private let planByEntity: [EntityID: EntityPlan]

    init(_ schema: Schema) {
        self.schema = schema
        planByEntity = Dictionary(
            uniqueKeysWithValues: schema.entities.map { ($0.id, EntityPlan($0)) })
    }

    /// `nil` for an entity of a newer version.
    func plan(_ entity: EntityID) -> EntityPlan? { planByEntity[entity] }

    /// In order of their ids.
    var plans: [EntityPlan] { schema.entities.compactMap { planByEntity[$0.id] } }

    /// The tables that do not depend on the schema, as they are in file version 1.
    ///
    /// - `history`: every unit by its dot. Without a position: own and not confirmed yet; those
    ///   are the outbox.
    /// - `set_aside`: units that were not applied, and why.
    /// - `unknown_row`: rows of entities that this version does not know.
    /// - `conflict`: fields that somebody should look at.
    /// - `burned`: the last number of rows that were taken away again, never given twice.
    /// - `staged`: pages of the feed that wait for the one that reaches the head.
    /// - `touched`, `stale`: see `Derived/`.
    static let fixedTables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE history (
            id INTEGER PRIMARY KEY, position INTEGER, received_at INTEGER, concurrent INTEGER,
            unit BLOB NOT NULL);
        CREATE TABLE set_aside (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, code INTEGER, entity INTEGER,
            row INTEGER, field INTEGER, builds_on INTEGER, at INTEGER NOT NULL,
            hash BLOB NOT NULL, unit BLOB NOT NULL);
        CREATE TABLE unknown_row (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, clock BLOB NOT NULL,
            PRIMARY KEY (entity, row)) WITHOUT ROWID;
        CREATE TABLE conflict (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, field INTEGER NOT NULL,
            grade INTEGER NOT NULL, held INTEGER NOT NULL,
            PRIMARY KEY (entity, row, field)) WITHOUT ROWID;
        CREATE TABLE burned (entity INTEGER PRIMARY KEY, row INTEGER NOT NULL);
        CREATE TABLE staged (start INTEGER PRIMARY KEY, end INTEGER NOT NULL, page BLOB NOT NULL);
        CREATE TABLE touched (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, unit INTEGER NOT NULL,
            PRIMARY KEY (entity, row, unit)) WITHOUT ROWID;
        CREATE TABLE stale (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (entity, row)) WITHOUT ROWID;
        """

    /// What file version 2 adds:
    ///
    /// - `set_aside.fate`: the dot of the retry, or 0 for a unit that was given up.
    /// - `chain_head`, `chain_link`: see `Derived/Chain.swift`; the index lets it follow the hub's
    ///   order. Units without a position stay out of it, so that it costs a person's write nothing.
    static let secondTables = """
        ALTER TABLE set_aside ADD COLUMN fate INTEGER;
        CREATE UNIQUE INDEX IF NOT EXISTS history_position ON history(position)
        WHERE position IS NOT NULL;
        CREATE TABLE chain_head (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, units INTEGER NOT NULL,
            head BLOB NOT NULL, PRIMARY KEY (entity, row)) WITHOUT ROWID;
        CREATE TABLE chain_link (
            entity INTEGER NOT NULL, row INTEGER NOT NULL, position INTEGER NOT NULL,
            link BLOB NOT NULL, PRIMARY KEY (entity, row, position)) WITHOUT ROWID;
        """

    /// What file version 3 adds:
    ///
    /// - `content_at_hub`: the bytes that the hub said it has, and on which timeline: a restored
    ///   hub may have lost them.
    static let thirdTables = """
        CREATE TABLE content_at_hub (hash TEXT PRIMARY KEY, timeline INTEGER NOT NULL)
        WITHOUT ROWID;
        """

    /// What file version 4 adds, for a laptop that got another ordinal:
    ///
    /// - `former_ordinal`: the ordinals it had, up to where they were its own, and what followed.
    /// - `row_alias`, `unit_alias`: the old spellings of what it wrote again.
    ///
    /// And for a hub that was restored:
    ///
    /// - `history.receipt`: the hub's signature, by which it takes a unit back.
    /// - `former_timeline`: the timelines that were followed, and how far.
    static let fourthTables = """
        ALTER TABLE history ADD COLUMN receipt BLOB;
        CREATE TABLE former_timeline (
            sequence INTEGER PRIMARY KEY, timeline INTEGER NOT NULL, end INTEGER NOT NULL,
            at INTEGER NOT NULL);
        CREATE TABLE former_ordinal (
            ordinal INTEGER PRIMARY KEY, became INTEGER NOT NULL, fork INTEGER NOT NULL,
            at INTEGER NOT NULL, changes INTEGER NOT NULL);
        CREATE TABLE row_alias (
            entity INTEGER NOT NULL, was INTEGER NOT NULL, became INTEGER NOT NULL,
            PRIMARY KEY (entity, was)) WITHOUT ROWID;
        CREATE TABLE unit_alias (was INTEGER PRIMARY KEY, became INTEGER NOT NULL);
        """

    /// What file version 5 changes: a page may end within a unit, behind a row. Pages that waited
    /// are asked for again.
    static let fifthTables = """
        DROP TABLE staged;
        CREATE TABLE staged (
            number INTEGER PRIMARY KEY, end INTEGER NOT NULL, entity INTEGER, row INTEGER,
            head INTEGER NOT NULL, nonce INTEGER NOT NULL, page BLOB NOT NULL);
        """

    /// What file version 6 adds:
    ///
    /// - `former_ordinal.cause`: why it was given up, as ``Renumbering/Cause``.
    static let sixthTables = """
        ALTER TABLE former_ordinal ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;
        """

    /// What file version 7 adds:
    ///
    /// - `unit_origin`: for units that were written again or respelled what they were first. A
    ///   hub's `hub_reissue` becomes this.
    /// - `lost_unit`, `lost_row`: what names of a timeline that was left mean now, where they mean
    ///   something else; on a laptop of what it had itself.
    static let seventhTables = """
        CREATE TABLE unit_origin (
            id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX unit_origin_origin ON unit_origin(origin);
        CREATE TABLE lost_unit (
            timeline INTEGER NOT NULL, was INTEGER NOT NULL, became INTEGER NOT NULL,
            PRIMARY KEY (timeline, was)) WITHOUT ROWID;
        CREATE TABLE lost_row (
            timeline INTEGER NOT NULL, entity INTEGER NOT NULL, was INTEGER NOT NULL,
            became INTEGER NOT NULL, PRIMARY KEY (timeline, entity, was)) WITHOUT ROWID;
        """

    /// What only a hub's file has: commits with their nonces, and senders.
    static let hubTables = """
        CREATE TABLE hub_commit (position INTEGER PRIMARY KEY, nonce INTEGER NOT NULL);
        CREATE TABLE hub_sender (
            ordinal INTEGER PRIMARY KEY, acknowledged INTEGER NOT NULL,
            incarnation INTEGER NOT NULL);
        """

    /// What file version 3 adds to a hub's file:
    ///
    /// - `hub_renumbering`: new ordinals by the token that asked for them, with what was said.
    /// - `hub_reissue`: for units that were written again what they were first: (dot, hash).
    /// - `hub_floor`: numbers below which nothing is given on this timeline, since a lost hub may
    ///   have given them: ordinals (of entity 0), own counters (of entity -1), own rows by entity.
    /// - `hub_offer`: who has given everything back on this timeline.
    /// - `hub_offer_aside`: what was offered and not taken, for the one who runs the hub.
    static let fourthHubTables = """
        CREATE TABLE hub_renumbering (
            token BLOB PRIMARY KEY, ordinal INTEGER NOT NULL, became INTEGER NOT NULL,
            hashes BLOB NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE hub_reissue (
            id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX hub_reissue_origin ON hub_reissue(origin);
        CREATE TABLE hub_floor (entity INTEGER PRIMARY KEY, number INTEGER NOT NULL);
        CREATE TABLE hub_offer (ordinal INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        CREATE TABLE hub_offer_aside (
            id INTEGER NOT NULL, hash BLOB NOT NULL, offered_by INTEGER NOT NULL,
            at INTEGER NOT NULL, unit BLOB NOT NULL, PRIMARY KEY (id, hash)) WITHOUT ROWID;
        """

    /// What file version 7 adds to a hub's file:
    ///
    /// - `hub_heir`: the ordinals under which the hub writes again what others wrote on a lost
    ///   timeline.
    static let seventhHubTables = """
        INSERT INTO unit_origin SELECT id,origin,hash FROM hub_reissue;
        DROP TABLE hub_reissue;
        CREATE TABLE hub_heir (ordinal INTEGER PRIMARY KEY, heir INTEGER NOT NULL);
        """
}
