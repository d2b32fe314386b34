// Enrols a copy of a laptop: the same member, a token and an ordinal of its own, without an
// invitation, since the copy proved to be the laptop's by the laptop's token. And gives an ordinal
// to what a copy did in a lost time.

internal import LocalStore
internal import SyncEngine

extension Enroller {
    /// Makes a copy of a device a replica of its own.
    /// - Throws: ``HubError/Code/malformed`` for a token that another device has;
    ///   ``HubError/Code/tooManyOrdinals``.
    func enrolCopy(of device: Device, tokenHash: String) throws -> NewReplica {
        let devices = DeviceTable(transaction: transaction)
        guard try devices.device(tokenHash: tokenHash) == nil else {
            throw HubError.malformed("This token belongs to another replica")
        }
        guard try copies(of: device.member) < HubLimits.copiesPerDay else {
            throw HubError.tooManyOrdinals
        }
        let ordinal = try transaction.nextOrdinal()
        let copy = Device(
            ordinal: ordinal, member: device.member,
            replica: try transaction.nextRow(Directory.replicaEntity),
            name: Self.name(ofCopy: ordinal, of: device.name),
            enrolledAt: environment.wallMilliseconds(), revokedAt: nil)
        let replica = NewReplica(
            ordinal: ordinal, incarnation: Nonce(environment.random()),
            birthCertificate: Nonce(environment.random()), name: copy.name)
        try transaction.addSender(ordinal, incarnation: replica.incarnation)
        try devices.insert(copy, tokenHash: tokenHash)
        try writeReplica(copy, replica.birthCertificate)
        return replica
    }

    /// An ordinal of the same member for what another copy of a laptop did in a lost time; history
    /// names it as a copy. Nobody has a token for it.
    func makeHeir(of ordinal: ReplicaOrdinal) throws -> ReplicaOrdinal {
        let heir = try transaction.nextOrdinal()
        try transaction.addHeir(heir, of: ordinal)
        // Of an ordinal that was given twice the lost time's own replica.
        let present = try DeviceTable(transaction: transaction).device(ordinal)?.replica
        let replicas = try transaction.replicas(ordinal)
        guard let replica = replicas.first(where: { $0.row != present }) ?? replicas.first else {
            return heir
        }
        let device = Device(
            ordinal: heir, member: replica.member,
            replica: try transaction.nextRow(Directory.replicaEntity),
            name: Self.name(ofCopy: heir, of: replica.name),
            enrolledAt: environment.wallMilliseconds(), revokedAt: nil)
        try writeReplica(device, Nonce(environment.random()))
        return heir
    }

    /// How many copies of a member's laptops got a number within the last day.
    private func copies(of member: RowID) throws -> Int {
        let since = environment.wallMilliseconds() - HubLimits.dayMilliseconds
        let found = try transaction.select(
            """
            SELECT count(*) AS copies FROM hub_device
            JOIN hub_renumbering ON became = hub_device.ordinal
            WHERE member = ? AND enrolled_at > ?
            """, [.row(member), .integer(since)])
        return Int(found.first?["copies"].integer ?? 0)
    }

    /// `van (8)`: history names devices, and two that work under one name could not be told apart.
    static func name(ofCopy ordinal: ReplicaOrdinal, of name: String) -> String {
        let first = name.replacing(#/ \(\d+\)$/#, with: "")
        let copy = "\(first) (\(ordinal))"
        return copy.utf8.count <= HubLimits.nameBytes ? copy : name
    }
}
