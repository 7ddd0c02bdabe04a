import Glibc
import JSON
import LinuxSystem
import Networks
import Runtime
import StateStore

/// A network, and who is to use it.
public struct NetworkUsage: Hashable, Sendable {
    public let network: NetworkRecord
    /// The ids of the containers that are to use it, running or not.
    public let users: [String]
}

/// A running container's place in a network.
public struct NetworkEndpoint: Hashable, Sendable {
    /// The container's id.
    public let container: String
    /// The container's name.
    public let name: String
    public let hardwareAddress: MACAddress?
    /// At most one a version.
    public let addresses: [InterfaceAddress]
}

extension Engine {
    /// The networks that fit, by their names.
    public func networks(_ filter: NetworkFilter = NetworkFilter()) throws -> [NetworkUsage] {
        try makePredefinedNetworks()
        return try state.read { database in
            let users = try NetworkTable.users(in: database)
            return try NetworkTable.all(in: database).map { NetworkUsage(network: $0, users: users[$0.name] ?? []) }
        }.filter(filter.selects)
    }

    /// The names of all networks, for who only looks: nothing is made.
    public func networkNames() throws -> [String] {
        let made = try state.read { database in try String.fetchAll(database, sql: "SELECT name FROM networks") }
        return Set(made + [NetworkRecord.standardName, "host", "none"]).sorted()
    }

    /// The containers that have an address in the network: those that run, or are just being started.
    public func endpoints(of network: NetworkRecord) throws -> [NetworkEndpoint] {
        guard let directory = try NetworkDirectory.ofNetwork(network.id, in: state.directory) else { return [] }
        var order = [String]()
        var addresses = [String: [InterfaceAddress]]()
        for lease in try directory.leases() {
            guard let subnet = network.subnet(lease.address.family) else { continue }
            if addresses[lease.container] == nil { order.append(lease.container) }
            addresses[lease.container, default: []].append(
                InterfaceAddress(lease.address, prefixLength: subnet.subnet.prefixLength))
        }
        return order.map { id in
            // One that has just ended, or whose files are spoilt, still has its addresses.
            let attachment = (try? containerNetwork(of: id))?.attachments.first { $0.network == network.id }
            let name = (try? existing(id))?.name ?? String(id.prefix(12))
            return NetworkEndpoint(
                container: id, name: name, hardwareAddress: attachment?.hardwareAddress,
                addresses: addresses[id] ?? [])
        }
    }

    /// What a container has of networks as of its last start; `nil`: it has never had any.
    func containerNetwork(of id: String) throws -> ContainerNetwork? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try directory(of: id).descriptor.readFile(ContainerNetwork.fileName)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
        return try ContainerNetwork(jsonText: bytes)
    }
}
