// Turns a code into a replica: in one transaction, once, and again the same for a lost answer.

internal import LocalStore
internal import SyncEngine

/// The judging of one enrolment within one transaction.
struct Enroller {
    let transaction: HubTransaction
    let environment: StoreEnvironment
    let schema: Schema

    /// A request whose texts were read.
    struct Wish: Sendable {
        let code: InvitationCode
        let nonce: String
        let token: DeviceToken
        let replicaName: String
        let former: FormerReplica?

        /// - Throws: ``HubError/Code/malformed``, ``HubError/Code/unknownCode``,
        ///   ``HubError/Code/badName``, ``HubError/Code/otherSchema``.
        init(_ request: Enrolment.Request, schema: Schema) throws(HubError) {
            let nonce = request.enrolmentNonce
            guard (16...64).contains(nonce.utf8.count), nonce.utf8.allSatisfy(\.isHexadecimal),
                let token = DeviceToken(request.token)
            else { throw .malformed("The enrolment's nonce or token is not well formed") }
            let distance = request.schemaVersion.distance(to: schema.version).magnitude
            guard request.schema == schema.name, distance <= 1 else {
                throw HubError(
                    .otherSchema,
                    "The hub keeps '\(schema.name)' in version \(schema.version)",
                    hint: "Use the program's version that belongs to this hub.")
            }
            guard let code = InvitationCode(request.code) else { throw .unknownCode }
            self.code = code
            self.nonce = nonce
            self.token = token
            replicaName = try Names.checked(request.replica)
            former = try request.former.map(FormerReplica.init)
        }
    }

    /// - Parameter workspace: its name, which a laptop that joins again has to name as its own.
    func enrol(_ wish: Wish, in workspace: String) throws -> Device {
        let invitations = InvitationTable(transaction: transaction)
        guard let entry = try invitations.entry(codeHash: wish.code.hash),
            let member = try members.member(entry.member)
        else { throw HubError.unknownCode }
        guard member.isActive else { throw HubError.memberInactive(member.name) }
        if let redemption = entry.redemption { return try repeated(redemption, wish) }
        guard environment.wallMilliseconds() < entry.expiresAt else { throw HubError.codeExpired }
        try wish.former?.check(transaction, workspace: workspace)
        return try enrolled(wish, as: member, invitations)
    }

    /// What the laptop is told; the same at every repetition.
    func answer(
        _ wish: Wish, workspace: String, timeline: Timeline
    ) throws -> Enrolment.Answer {
        let device = try enrol(wish, in: workspace)
        let entry = try InvitationTable(transaction: transaction).entry(codeHash: wish.code.hash)
        guard let redemption = entry?.redemption, let member = try members.member(device.member)
        else { throw HubError.failed }
        var answer = Enrolment.Answer(
            workspace: workspace, member: member.id.description, memberName: member.name,
            ordinal: UInt64(device.ordinal.rawValue), timeline: timeline.description,
            incarnation: redemption.incarnation.description,
            birthCertificate: redemption.birthCertificate.description, replica: device.name)
        let past = try transaction.formerTimelines().map { end in
            Enrolment.Answer.FormerTimeline(
                timeline: end.timeline.description, position: end.position)
        }
        if !past.isEmpty { answer.formerTimelines = past }
        return answer
    }

    private var members: MemberDirectory {
        MemberDirectory(transaction: transaction, environment: environment)
    }

    /// The answer was lost, and the laptop asks again; or somebody else has the code, too.
    private func repeated(
        _ redemption: InvitationTable.Redemption, _ wish: Wish
    ) throws -> Device {
        let device = try DeviceTable(transaction: transaction).device(tokenHash: wish.token.hash)
        guard redemption.enrolmentNonce == wish.nonce, let device,
            device.ordinal == redemption.ordinal, device.revokedAt == nil
        else { throw HubError.codeUsed }
        return device
    }

    private func enrolled(
        _ wish: Wish, as member: Member, _ invitations: InvitationTable
    ) throws -> Device {
        let devices = DeviceTable(transaction: transaction)
        guard try devices.device(tokenHash: wish.token.hash) == nil else {
            throw HubError.malformed("This token belongs to another replica")
        }
        if let former = wish.former { try transaction.addLostSender(former.ordinal) }
        let redemption = InvitationTable.Redemption(
            enrolmentNonce: wish.nonce, ordinal: try transaction.nextOrdinal(),
            incarnation: Nonce(environment.random()),
            birthCertificate: Nonce(environment.random()))
        let device = Device(
            ordinal: redemption.ordinal, member: member.id,
            replica: try transaction.nextRow(Directory.replicaEntity), name: wish.replicaName,
            enrolledAt: environment.wallMilliseconds(), revokedAt: nil)
        try transaction.addSender(redemption.ordinal, incarnation: redemption.incarnation)
        try devices.insert(device, tokenHash: wish.token.hash)
        try invitations.redeem(codeHash: wish.code.hash, as: redemption)
        try wish.former?.save(as: redemption, transaction)
        try writeReplica(device, redemption.birthCertificate)
        return device
    }

    func writeReplica(_ device: Device, _ birthCertificate: Nonce) throws {
        let ordinal = Int64(device.ordinal.rawValue)
        let writes = [
            FieldWrite(field: Directory.ReplicaField.ordinal, value: .integer(ordinal)),
            FieldWrite(field: Directory.ReplicaField.member, value: .row(device.member)),
            FieldWrite(field: Directory.ReplicaField.name, value: .text(device.name)),
            FieldWrite(
                field: Directory.ReplicaField.birthCertificate,
                value: .text(birthCertificate.description)),
        ]
        try transaction.writeOwn(
            RowChange(
                key: RowKey(Directory.replicaEntity, device.replica), isCreation: true,
                writes: writes),
            environment)
    }
}

/// Names of people and laptops.
enum Names {
    /// The name without blanks at its ends.
    /// - Throws: ``HubError/Code/badName`` if it is empty, too long or holds control characters.
    static func checked(_ name: String) throws(HubError) -> String {
        let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = name.unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank)
        let text = String(String.UnicodeScalarView(scalars.reversed()))
        let hasControls = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control
        }
        guard !text.isEmpty, !hasControls, text.utf8.count <= HubLimits.nameBytes else {
            throw HubError(
                .badName, "A name has 1 to \(HubLimits.nameBytes) bytes and no control characters",
                hint: "Choose another name.")
        }
        return text
    }
}
