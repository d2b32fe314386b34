// Whose device a token is, as long as both may sync: read in the transaction that judges.

internal import LocalStore
internal import SyncEngine

extension HubTransaction {
    /// The device of a token and its member; `nil` if one of both may not sync any more.
    func active(
        tokenHash: String, _ environment: StoreEnvironment
    ) throws -> (device: Device, member: Member)? {
        let device = try DeviceTable(transaction: self).device(tokenHash: tokenHash)
        guard let device, device.revokedAt == nil else { return nil }
        let members = MemberDirectory(transaction: self, environment: environment)
        guard let member = try members.member(device.member), member.isActive else { return nil }
        return (device, member)
    }
}
