import Networks
import Runtime

/// What a container has of networks. Addresses and published ports are those of one that runs.
struct InspectedNetworkSettings: Encodable, Sendable {
    let Bridge = ""
    /// The network namespace of a container that runs.
    let SandboxKey: String
    /// By the container's port, `80/tcp`; `null`: it is exposed only.
    let Ports: [String: [Binding]?]
    /// The default network's, as in Docker.
    let Gateway: String
    let IPAddress: String
    let IPPrefixLen: Int
    let IPv6Gateway: String
    let GlobalIPv6Address: String
    let GlobalIPv6PrefixLen: Int
    let MacAddress: String
    let Networks: [String: Endpoint]

    struct Binding: Encodable, Hashable, Sendable {
        let HostIp: String
        let HostPort: String

        private enum CodingKeys: CodingKey {
            case HostIp, HostPort
        }
    }

    struct Endpoint: Encodable, Sendable {
        let Aliases: [String]
        /// What was asked for.
        let IPAMConfig: [String: String]
        let NetworkID: String
        let Gateway: String
        let IPAddress: String
        let IPPrefixLen: Int
        let IPv6Gateway: String
        let GlobalIPv6Address: String
        let GlobalIPv6PrefixLen: Int
        let MacAddress: String
        let DNSNames: [String]

        private enum CodingKeys: CodingKey {
            case Aliases, IPAMConfig, NetworkID, Gateway, IPAddress, IPPrefixLen, IPv6Gateway, GlobalIPv6Address
            case GlobalIPv6PrefixLen, MacAddress, DNSNames
        }
    }

    /// - Parameter network: as of its last start.
    init(_ container: Container, _ network: ContainerNetwork?) {
        let settings = container.record.settings.networks
        let present = container.isSupervised ? network : nil
        SandboxKey = container.running.map { "/proc/\($0.pid)/ns/net" } ?? ""
        let ports = ListedPort.all(present, exposed: present == nil ? [] : settings.exposed)
        Ports = Dictionary(grouping: ports) { "\($0.port)" }.mapValues { ports in
            let hosts = ports.compactMap(\.host)
            return hosts.isEmpty
                ? nil : hosts.map { Binding(HostIp: "\($0.address)", HostPort: String($0.number)) }
        }
        var endpoints = [String: Endpoint]()
        for connection in settings.connections {
            let attachment = present?.attachments.first { $0.networkName == connection.network }
            endpoints[connection.network] = Endpoint(connection, attachment)
        }
        let standard = endpoints[NetworkRecord.standardName]
        if endpoints.isEmpty {
            let mode = container.record.network.rawValue
            endpoints[mode] = Endpoint(NetworkConnection(network: mode), nil)
        }
        Networks = endpoints
        Gateway = standard?.Gateway ?? ""
        IPAddress = standard?.IPAddress ?? ""
        IPPrefixLen = standard?.IPPrefixLen ?? 0
        IPv6Gateway = standard?.IPv6Gateway ?? ""
        GlobalIPv6Address = standard?.GlobalIPv6Address ?? ""
        GlobalIPv6PrefixLen = standard?.GlobalIPv6PrefixLen ?? 0
        MacAddress = standard?.MacAddress ?? ""
    }

    private enum CodingKeys: CodingKey {
        case Bridge, SandboxKey, Ports, Gateway, IPAddress, IPPrefixLen, IPv6Gateway, GlobalIPv6Address
        case GlobalIPv6PrefixLen, MacAddress, Networks
    }
}

/// Within the types above `IPAddress` is a text.
private typealias Family = IPAddress.Family

extension InspectedNetworkSettings.Endpoint {
    /// - Parameter attachment: `nil` for one that doesn't run.
    fileprivate init(_ connection: NetworkConnection, _ attachment: NetworkAttachment?) {
        let address: (Family) -> InterfaceAddress? = { family in
            attachment?.addresses.first { $0.address.family == family }
        }
        let gateway: (Family) -> String = { family in
            attachment?.gateways.first { $0.family == family }?.description ?? ""
        }
        Aliases = connection.aliases
        IPAMConfig = Dictionary(
            uniqueKeysWithValues: connection.addresses.map {
                ($0.family == .v4 ? "IPv4Address" : "IPv6Address", $0.description)
            })
        NetworkID = attachment?.network ?? ""
        Gateway = gateway(.v4)
        IPAddress = address(.v4)?.address.description ?? ""
        IPPrefixLen = address(.v4)?.prefixLength ?? 0
        IPv6Gateway = gateway(.v6)
        GlobalIPv6Address = address(.v6)?.address.description ?? ""
        GlobalIPv6PrefixLen = address(.v6)?.prefixLength ?? 0
        MacAddress = attachment?.hardwareAddress.description ?? ""
        DNSNames = attachment?.names ?? []
    }
}
