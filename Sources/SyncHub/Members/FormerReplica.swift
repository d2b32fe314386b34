// A laptop that a restored hub does not know, with its replica: who it was, whether that can be,
// and what it may still do in that name.

internal import LocalStore
internal import SyncEngine

/// What a laptop that joins again says of its former life.
struct FormerReplica: Hashable, Sendable {
    let workspace: String
    let ordinal: ReplicaOrdinal
    let birthCertificate: Nonce
    let timelines: [Timeline]

    /// - Throws: ``HubError/Code/malformed``.
    init(_ former: Enrolment.Former) throws(HubError) {
        let timelines = former.timelines.compactMap { Nonce($0) }.map { Timeline($0) }
        guard let ordinal = ReplicaOrdinal(former.ordinal), ordinal != .hub,
            let certificate = Nonce(former.birthCertificate),
            timelines.count == former.timelines.count
        else { throw .malformed("Who the laptop was is not well formed") }
        workspace = former.workspace
        self.ordinal = ordinal
        birthCertificate = certificate
        self.timelines = timelines
    }

    /// Laptops that joined again: the ordinal that they have, the one that they had, and with what
    /// the hub has to answer when the laptop gives the former one up.
    static let definition = """
        CREATE TABLE IF NOT EXISTS hub_joined_again (
          ordinal INTEGER PRIMARY KEY,
          former INTEGER NOT NULL,
          former_certificate TEXT NOT NULL,
          incarnation TEXT NOT NULL,
          birth_certificate TEXT NOT NULL
        ) STRICT
        """

    /// Whether a laptop can have been that, in a life of this workspace that the hub has lost.
    /// - Throws: ``HubError/Code/otherWorkspace``, ``HubError/Code/deviceKnown``,
    ///   ``HubError/Code/ordinalGivenTwice``, ``HubError/Code/badValue``; the code stays good.
    func check(_ transaction: HubTransaction, workspace: String) throws {
        guard self.workspace == workspace, try transaction.hasLived(on: timelines) else {
            throw HubError.otherWorkspace(self.workspace, here: workspace)
        }
        let certificates = try transaction.replicas(ordinal).map(\.birthCertificate)
        guard certificates.allSatisfy({ $0 == birthCertificate }) else {
            throw HubError.ordinalGivenTwice(ordinal)
        }
        guard try DeviceTable(transaction: transaction).device(ordinal) == nil else {
            throw HubError.deviceKnown(ordinal)
        }
        // What nobody can have given would use up the numbers of others.
        let last = UInt64(try transaction.nextOrdinal().rawValue) + HubLimits.lostOrdinals
        guard ordinal.rawValue < last else { throw HubError.tooFarBack(ordinal) }
    }

    func save(as redemption: InvitationTable.Redemption, _ transaction: HubTransaction) throws {
        try transaction.execute(
            "INSERT INTO hub_joined_again VALUES (?, ?, ?, ?, ?)",
            [
                .integer(Int64(redemption.ordinal.rawValue)), .integer(Int64(ordinal.rawValue)),
                .text(birthCertificate.description), .text(redemption.incarnation.description),
                .text(redemption.birthCertificate.description),
            ])
    }
}

extension Device {
    /// In whose name a message of the device speaks: in that of its former life while it finishes
    /// what it had begun there.
    func speaker(of body: [UInt8]) -> ReplicaOrdinal {
        guard let former, Frame.speaker(of: body) == former else { return ordinal }
        return former
    }
}

extension HubTransaction {
    /// A replica as its row says it.
    struct ReplicaEntry: Hashable {
        let row: RowID
        let member: RowID
        let name: String
        let birthCertificate: Nonce
    }

    /// The rows of an ordinal: one, unless it was given twice.
    func replicas(_ ordinal: ReplicaOrdinal) throws -> [ReplicaEntry] {
        try select(
            "SELECT id, member, name, birth_certificate FROM replica WHERE ordinal = ? ORDER BY id",
            [.integer(Int64(ordinal.rawValue))]
        ).compactMap { record in
            guard let row = record["id"].integer.flatMap({ RowID(rawValue: $0) }),
                let member = record["member"].integer.flatMap({ RowID(rawValue: $0) }),
                let certificate = record["birth_certificate"].text.flatMap({ Nonce($0) })
            else { return nil }
            return ReplicaEntry(
                row: row, member: member, name: record["name"].text ?? "",
                birthCertificate: certificate)
        }
    }

    /// Ordinals that were given twice, with the names of the laptops: a lost hub's word has come
    /// back that differs from this one's.
    func ordinalsGivenTwice() throws -> [(ordinal: ReplicaOrdinal, names: [String])] {
        try select(
            """
            SELECT ordinal FROM replica GROUP BY ordinal
            HAVING count(DISTINCT birth_certificate) > 1 ORDER BY ordinal
            """
        ).compactMap(\.ordinal).map { ordinal in
            (ordinal, try replicas(ordinal).map(\.name))
        }
    }

    /// Whether a device may bring changes under an ordinal: under its own, unless a lost hub had
    /// given that to another laptop as well; under its former one if the lost hub's own word has
    /// come back that this was a laptop of the same person.
    func mayWrite(_ device: Device, as speaker: ReplicaOrdinal) throws -> Bool {
        guard speaker != device.ordinal else { return try replicas(speaker).count < 2 }
        let found = try select(
            "SELECT former_certificate FROM hub_joined_again WHERE ordinal = ? AND former = ?",
            [.integer(Int64(device.ordinal.rawValue)), .integer(Int64(speaker.rawValue))])
        let certificate = found.first?["former_certificate"].text.flatMap { Nonce($0) }
        let replicas = try replicas(speaker)
        guard replicas.count == 1, let replica = replicas.first,
            replica.birthCertificate == certificate
        else { return false }
        if replica.member == device.member { return true }
        // Whoever came with the lost time was invited anew, by the same name: people made both.
        let names = try [replica.member, device.member].map { member in
            try select("SELECT name FROM member WHERE id = ?", [.row(member)]).first?["name"].text
        }
        return names[0] != nil && names[0] == names[1]
    }

    /// What a laptop that joined again is told when it gives its former ordinal up.
    func replica(joinedAgain device: Device) throws -> NewReplica? {
        try select(
            "SELECT incarnation, birth_certificate FROM hub_joined_again WHERE ordinal = ?",
            [.integer(Int64(device.ordinal.rawValue))]
        ).first.flatMap { record in
            guard let incarnation = record["incarnation"].text.flatMap({ Nonce($0) }),
                let certificate = record["birth_certificate"].text.flatMap({ Nonce($0) })
            else { return nil }
            return NewReplica(
                ordinal: device.ordinal, incarnation: incarnation, birthCertificate: certificate,
                name: device.name)
        }
    }
}
