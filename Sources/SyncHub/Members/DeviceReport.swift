// A device with what it said when it was here last.

internal import SyncEngine

/// A line of the list of devices.
public struct DeviceReport: Hashable, Sendable {
    public let device: Device
    /// `nil` for a device that has not synced since it was enrolled.
    public let contact: DeviceContact?

    /// How many units the device has not fetched, for a feed that ends at `head`.
    public func unitsBehind(_ head: UInt64) -> UInt64 {
        let position = contact?.position ?? 0
        return head > position ? head - position : 0
    }
}

/// What a device's last request said.
public struct DeviceContact: Hashable, Sendable {
    /// The hub's clock, milliseconds since 1970.
    public let at: Int64
    /// The feed position that the device had then.
    public let position: UInt64
    /// The program's name and version, as the device calls itself; bounded, without controls.
    public let program: String

    init(at: Int64, position: UInt64, program: String) {
        self.at = at
        self.position = position
        let isPlain: (UInt8) -> Bool = { (0x20..<0x7F).contains($0) }
        self.program = String(
            decoding: program.utf8.filter(isPlain).prefix(HubLimits.programBytes), as: UTF8.self)
    }
}
