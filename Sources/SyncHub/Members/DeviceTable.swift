// Which token is which replica: on the hub only, never replicated.

internal import LocalStore
internal import SyncEngine

/// The table of devices within one transaction. Tokens stand in it as their hash alone.
struct DeviceTable {
    let transaction: HubTransaction

    static let definition = """
        CREATE TABLE IF NOT EXISTS hub_device (
          ordinal INTEGER PRIMARY KEY,
          token_hash TEXT NOT NULL UNIQUE,
          member INTEGER NOT NULL,
          replica INTEGER NOT NULL,
          name TEXT NOT NULL,
          enrolled_at INTEGER NOT NULL,
          revoked_at INTEGER
        ) STRICT
        """

    private static let selection =
        "SELECT * FROM hub_device LEFT JOIN hub_joined_again USING (ordinal)"

    /// The device of a token, revoked ones among them: what they are told is the session's to say.
    func device(tokenHash: String) throws -> Device? {
        let found = try transaction.select(
            Self.selection + " WHERE token_hash = ?", [.text(tokenHash)])
        guard let record = found.first,
            SecretHash.areEqual(record["token_hash"].text ?? "", tokenHash)
        else { return nil }
        return Device(record)
    }

    func device(_ ordinal: ReplicaOrdinal) throws -> Device? {
        try transaction.select(
            Self.selection + " WHERE ordinal = ?", [.integer(Int64(ordinal.rawValue))]
        ).first.flatMap(Device.init)
    }

    /// In the order of enrolment.
    func all() throws -> [Device] {
        try transaction.select(Self.selection + " ORDER BY ordinal", [])
            .compactMap(Device.init)
    }

    func insert(_ device: Device, tokenHash: String) throws {
        try transaction.execute(
            """
            INSERT INTO hub_device (ordinal, token_hash, member, replica, name, enrolled_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(Int64(device.ordinal.rawValue)), .text(tokenHash), .row(device.member),
                .row(device.replica), .text(device.name), .integer(device.enrolledAt),
            ])
    }

    func revoke(_ ordinal: ReplicaOrdinal, at now: Int64) throws {
        try transaction.execute(
            "UPDATE hub_device SET revoked_at = ? WHERE ordinal = ? AND revoked_at IS NULL",
            [.integer(now), .integer(Int64(ordinal.rawValue))])
    }

    func enable(_ ordinal: ReplicaOrdinal) throws {
        try transaction.execute(
            "UPDATE hub_device SET revoked_at = NULL WHERE ordinal = ?",
            [.integer(Int64(ordinal.rawValue))])
    }
}

extension Device {
    fileprivate init?(_ record: Record) {
        guard let ordinal = record.ordinal,
            let member = record["member"].integer.flatMap({ RowID(rawValue: $0) }),
            let replica = record["replica"].integer.flatMap({ RowID(rawValue: $0) })
        else { return nil }
        self.init(
            ordinal: ordinal, member: member, replica: replica, name: record["name"].text ?? "",
            enrolledAt: record["enrolled_at"].integer ?? 0,
            revokedAt: record["revoked_at"].integer,
            former: record["former"].integer.flatMap { ReplicaOrdinal(UInt64($0)) })
    }
}

extension Record {
    /// The column `ordinal`, if it holds one.
    var ordinal: ReplicaOrdinal? {
        self["ordinal"].integer.flatMap { UInt64(exactly: $0) }.flatMap { ReplicaOrdinal($0) }
    }
}
