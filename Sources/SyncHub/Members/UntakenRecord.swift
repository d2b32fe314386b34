// What laptops brought and the hub did not take, in words: for the hub's operator, and for owners
// and admins.

internal import LocalStore
public import SupportDesk
public import SyncEngine

/// A unit that arrived and has no effect, with whose it is.
public struct UntakenRecord: Hashable, Sendable {
    public let dot: Dot
    /// The device's name, and its member's; empty where the hub does not know them any more.
    public let device: String
    public let member: String
    /// When it arrived.
    public let at: Moment
    public let reason: Reason
    /// What it would have written; `nil` where its bytes are no unit.
    public let unit: UnitRecord?
    public let byteCount: Int

    public enum Reason: Hashable, Sendable {
        /// The hub judged it and said no: the code's spelling, and the sentence.
        case refused(code: String, sentence: String)
        /// Its device could not sync any more. Nobody has judged it: if the device is enabled
        /// again, it is sent again.
        case revoked
        /// As `revoked`, but there was no room to keep it, nor what the device has behind it.
        case leftOnLaptop
    }

    private static let noRoom =
        "This change and those behind it are on the laptop alone: of one that may no longer sync "
        + "\(HubLimits.keptBytesPerDevice >> 20) MiB are kept. Let it in again, and they are sent."

    /// One spelling for the command line and for HTTP.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("dot", .string("\(dot)")),
            .init("ordinal", .integer(Int64(dot.ordinal.rawValue))),
            .init("device", .string(device)), .init("member", .string(member)),
            .init("at", .string("\(at)")), .init("bytes", .integer(Int64(byteCount))),
        ]
        switch reason {
        case .refused(let code, let sentence):
            members += [.init("code", .string(code)), .init("message", .string(sentence))]
        case .revoked:
            members += [
                .init("code", "revoked"),
                .init("message", "Its device may no longer sync; it was not judged."),
            ]
        case .leftOnLaptop:
            members += [
                .init("code", "left_on_laptop"), .init("message", .string(Self.noRoom)),
            ]
        }
        if case .object(let content)? = unit?.json {
            // Its own bytes are among what is said above.
            let said = Set(members.map(\.key))
            members += content.filter { !said.contains($0.key) }
        }
        return .object(members)
    }
}

extension UntakenRecord {
    /// What a workspace did not take, in pages that fit an answer and memory.
    /// - Parameter after: begins behind this one; `nil` begins with the first.
    /// - Returns: Nothing where there is nothing more.
    /// - Complexity: O(page), and what was kept and settled on the way.
    static func page(
        after: Dot?, in store: LocalStore, environment: StoreEnvironment
    ) throws -> [UntakenRecord] {
        let (units, devices, names) = try store.hubTransaction(mayWrite: false) { transaction in
            let members = MemberDirectory(transaction: transaction, environment: environment)
            let devices = try DeviceTable(transaction: transaction).all()
            return (
                try transaction.untaken(
                    after: after, maximumUnits: HubLimits.untakenUnits,
                    maximumBytes: HubLimits.untakenBytes),
                Dictionary(uniqueKeysWithValues: devices.map { ($0.ordinal, $0) }),
                Dictionary(uniqueKeysWithValues: try members.all().map { ($0.id, $0.name) })
            )
        }
        let readable = units.compactMap { unit in unit.unit.map { (dot: unit.dot, unit: $0) } }
        let records = try Desk(store).records(of: readable)
        let recordByDot = Dictionary(records.map { ($0.dot, $0) }) { first, _ in first }
        return units.map { unit in
            let device = devices[unit.dot.ordinal]
            return UntakenRecord(
                dot: unit.dot, device: device?.name ?? "",
                member: device.flatMap { names[$0.member] } ?? "",
                at: Moment(milliseconds: unit.at), reason: Reason(unit),
                unit: recordByDot[unit.dot], byteCount: unit.byteCount)
        }
    }
}

extension UntakenRecord.Reason {
    fileprivate init(_ unit: UntakenUnit) {
        self =
            unit.refusal.map {
                .refused(
                    code: $0.code.name, sentence: UnitRecord.SetAside.sentence(for: $0.code))
            } ?? (unit.isLeftOut ? .leftOnLaptop : .revoked)
    }
}

extension HubAdministration {
    /// What laptops brought and the hub did not take: refused changes, and what devices sent after
    /// they were revoked.
    public func untaken(workspace: String? = nil) throws(HubError) -> [UntakenRecord] {
        try access(try directory.chosen(workspace), creating: false) { store in
            var records: [UntakenRecord] = []
            while case let page = try UntakenRecord.page(
                after: records.last?.dot, in: store, environment: environment), !page.isEmpty
            { records += page }
            return records
        }
    }
}
