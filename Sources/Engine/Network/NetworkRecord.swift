import LinuxSystem
import Networks

/// A network as users know it: what was asked of it, with everything decided.
public struct NetworkRecord: Hashable, Sendable {
    /// 64 hexadecimal digits, which name its directory, too.
    public let id: String
    public let name: String
    public let driver: NetworkDriver
    public let createdAt: Timestamp
    /// Containers reach each other, nobody else, and nobody them.
    public let isInternal: Bool
    /// Docker's of swarms; kept and shown.
    public let isAttachable: Bool
    /// The bridge's name on the host; `nil` with other drivers.
    public let link: String?
    public let labels: [String: String]
    /// The driver's, as they were given.
    public let options: [String: String]
    /// At most one a version, version 4 first.
    public let subnets: [NetworkSubnet]

    /// The network that containers use when nobody says anything else.
    public static let standardName = "bridge"

    /// It is there without having been made, and can't be removed.
    public var isPredefined: Bool { Self.isPredefined(name) }

    static func isPredefined(_ name: String) -> Bool {
        switch name {
        case standardName, "host", "none": true
        default: false
        }
    }

    /// What a user may call a network that has another name.
    static func canonicalName(_ name: String) -> String {
        switch name {
        case "default", "skiff0": standardName
        default: name
        }
    }

    /// Containers find each other by name on it. On the default network they don't, as in Docker.
    public var hasNames: Bool {
        switch driver {
        case .bridge, .macvlan: name != Self.standardName
        case .host, .null: false
        }
    }

    public var hasVersion4: Bool { subnet(.v4) != nil }
    public var hasVersion6: Bool { subnet(.v6) != nil }

    /// The subnet of that version.
    public func subnet(_ family: IPAddress.Family) -> NetworkSubnet? {
        subnets.first { $0.subnet.family == family }
    }

    /// The bridge that it is on the host; `nil` with other drivers.
    public var bridge: Bridge? {
        guard driver == .bridge, let link else { return nil }
        return Bridge(
            name: link,
            gateways: subnets.compactMap { subnet in
                subnet.gateway.map { InterfaceAddress($0, prefixLength: subnet.subnet.prefixLength) }
            },
            isInternal: isInternal, masquerades: isOn(.masquerade), connectsContainers: isOn(.connects), mtu: mtu)
    }

    /// Bytes; `nil`: the kernel's standard. The options were checked when it was made.
    var mtu: Int? { options[DriverOption.mtu.rawValue].flatMap { Int($0) } }

    /// The host's link that a macvlan stands on.
    var parent: String? { options[DriverOption.parent.rawValue] }

    private func isOn(_ option: DriverOption) -> Bool {
        options[option.rawValue].flatMap { DriverOption.truth($0) } ?? true
    }
}
