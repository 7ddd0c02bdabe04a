import LinuxSystem
import Networks

extension NameServer {
    /// Where it is asked.
    static let address = NameServerPlace.address

    /// Opens the name server of a container that has just got its network;
    /// `nil` when it is to have none.
    /// - Parameters:
    ///   - namespace: the container's network namespace.
    ///   - networks: the directory that holds those of all networks.
    static func open(
        in namespace: borrowing Descriptor, for network: ContainerNetwork, networks: borrowing Descriptor
    ) throws(SystemError) -> NameServer? {
        guard network.resolver != nil else { return nil }
        let sockets = try NameSockets.open(in: namespace)
        return try NameServer(
            Possessions(
                namespace: namespace.duplicate(), sockets: sockets,
                networks: names(of: network, in: networks), upstream: Upstream(network)))
    }

    private static func names(
        of network: ContainerNetwork, in networks: borrowing Descriptor
    ) throws(SystemError) -> [NetworkNames] {
        var names = [NetworkNames]()
        for attachment in network.attachments {
            names.append(
                NetworkNames(try Zone(of: attachment.network, in: networks), networkName: attachment.networkName))
        }
        return names
    }
}
