/// Everything a client is told once: where the hub is, who asks, how patient to be.
public struct HubClientConfiguration: Sendable {
    public var address: HubAddress
    /// Sent in the Authorization header of every request; `nil` before enrolment.
    public var token: HubToken?
    /// A PEM file with the authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    public var userAgent = "syncd"
    public var connectTimeout = HubClientLimits.connectTimeout
    /// See ``HubClientLimits/stallTimeout``.
    public var stallTimeout = HubClientLimits.stallTimeout
    /// See ``HubClientLimits/minimumProgressBytes``.
    public var minimumProgressBytes = HubClientLimits.minimumProgressBytes
    /// Connections at a time, at least one.
    public var connections = HubClientLimits.connections

    public init(address: HubAddress, token: HubToken? = nil) {
        self.address = address
        self.token = token
    }
}
