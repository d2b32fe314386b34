// The codes that are out, and what became of them.

internal import LocalStore
internal import SyncEngine

/// The table of invitations within one transaction. Codes stand in it as their hash alone.
struct InvitationTable {
    let transaction: HubTransaction

    static let definition = """
        CREATE TABLE IF NOT EXISTS hub_invitation (
          code_hash TEXT PRIMARY KEY,
          member INTEGER NOT NULL,
          role TEXT NOT NULL,
          expires_at INTEGER NOT NULL,
          enrolment_nonce TEXT,
          ordinal INTEGER,
          incarnation TEXT,
          birth_certificate TEXT
        ) STRICT, WITHOUT ROWID
        """

    /// A code as the hub remembers it.
    struct Entry {
        let member: RowID
        let expiresAt: Int64
        let redemption: Redemption?
    }

    /// What a code was turned into; told again to the laptop whose answer was lost.
    struct Redemption {
        let enrolmentNonce: String
        let ordinal: ReplicaOrdinal
        let incarnation: Nonce
        let birthCertificate: Nonce
    }

    func entry(codeHash: String) throws -> Entry? {
        let found = try transaction.select(
            "SELECT * FROM hub_invitation WHERE code_hash = ?", [.text(codeHash)])
        guard let record = found.first,
            SecretHash.areEqual(record["code_hash"].text ?? "", codeHash),
            let member = record["member"].integer.flatMap({ RowID(rawValue: $0) }),
            let expiresAt = record["expires_at"].integer
        else { return nil }
        return Entry(member: member, expiresAt: expiresAt, redemption: Redemption(record))
    }

    /// Adds a code, and forgets the unused ones that died long ago.
    func insert(_ code: InvitationCode, for member: Member, at now: Int64) throws -> Int64 {
        try transaction.execute(
            "DELETE FROM hub_invitation WHERE enrolment_nonce IS NULL AND expires_at < ?",
            [.integer(now - HubLimits.invitationMemoryMilliseconds)])
        let expiresAt = now + HubLimits.invitationLifetimeMilliseconds
        try transaction.execute(
            "INSERT INTO hub_invitation (code_hash, member, role, expires_at) VALUES (?, ?, ?, ?)",
            [
                .text(code.hash), .row(member.id), .text(member.role.rawValue),
                .integer(expiresAt),
            ])
        return expiresAt
    }

    /// Codes that would let somebody in now, those that end first before the others.
    func open(at now: Int64) throws -> [(member: RowID, expiresAt: Int64)] {
        try transaction.select(
            """
            SELECT member, expires_at FROM hub_invitation
            WHERE enrolment_nonce IS NULL AND expires_at > ? ORDER BY expires_at, member
            """, [.integer(now)]
        ).compactMap { record in
            guard let member = record["member"].integer.flatMap({ RowID(rawValue: $0) }),
                let expiresAt = record["expires_at"].integer
            else { return nil }
            return (member, expiresAt)
        }
    }

    func redeem(codeHash: String, as redemption: Redemption) throws {
        try transaction.execute(
            """
            UPDATE hub_invitation
            SET enrolment_nonce = ?, ordinal = ?, incarnation = ?, birth_certificate = ?
            WHERE code_hash = ?
            """,
            [
                .text(redemption.enrolmentNonce),
                .integer(Int64(redemption.ordinal.rawValue)),
                .text(redemption.incarnation.description),
                .text(redemption.birthCertificate.description), .text(codeHash),
            ])
    }

    /// Kills the open codes of a member who may not come in any more, or not as what was promised.
    func withdraw(of member: RowID) throws {
        try transaction.execute(
            "DELETE FROM hub_invitation WHERE member = ? AND enrolment_nonce IS NULL",
            [.row(member)])
    }
}

extension InvitationTable.Redemption {
    fileprivate init?(_ record: Record) {
        func nonce(_ column: String) -> Nonce? { record[column].text.flatMap { Nonce($0) } }
        guard let enrolmentNonce = record["enrolment_nonce"].text,
            let incarnation = nonce("incarnation"),
            let birthCertificate = nonce("birth_certificate"),
            let ordinal = record.ordinal
        else { return nil }
        self.init(
            enrolmentNonce: enrolmentNonce, ordinal: ordinal, incarnation: incarnation,
            birthCertificate: birthCertificate)
    }
}
