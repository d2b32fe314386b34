// The member behind a token, as long as they may be answered.

internal import LocalStore
internal import SyncEngine

extension HubTransaction {
    /// The device's member, read in the transaction that answers; `nil` if one of both may not
    /// sync any more.
    func activeMember(tokenHash: String, _ environment: StoreEnvironment) throws -> Member? {
        let device = try DeviceTable(transaction: self).device(tokenHash: tokenHash)
        guard let device, device.revokedAt == nil else { return nil }
        let members = MemberDirectory(transaction: self, environment: environment)
        guard let member = try members.member(device.member), member.isActive else { return nil }
        return member
    }
}
