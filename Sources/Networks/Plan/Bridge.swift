import JSON

/// A bridge of the host that containers are attached to: what a network of
/// driver `bridge` is in the kernel.
public struct Bridge: Hashable, Sendable {
    /// The link's name; at most 15 bytes.
    public var name: String
    /// The host's own addresses on it, which containers have as their gateways;
    /// at most one a version. Empty: the host takes no part.
    public var gateways: [InterfaceAddress]
    /// Containers reach each other and the host, nobody else, and nobody them.
    public var isInternal: Bool
    /// What leaves by another link has the host's address.
    public var masquerades: Bool
    /// Containers of it reach each other.
    public var connectsContainers: Bool
    /// Bytes; `nil`: the kernel's standard.
    public var mtu: Int?

    public init(
        name: String, gateways: [InterfaceAddress], isInternal: Bool = false, masquerades: Bool = true,
        connectsContainers: Bool = true, mtu: Int? = nil
    ) {
        self.name = name
        self.gateways = gateways
        self.isInternal = isInternal
        self.masquerades = masquerades
        self.connectsContainers = connectsContainers
        self.mtu = mtu
    }
}
