import Glibc
import JSON
import LinuxSystem
import Networks
import Runtime
import StateStore

extension Engine {
    /// Decides all that a container is going to have of networks at this start, and writes it down for its supervisor:
    /// its addresses are taken, its networks are there. Whoever calls holds the container's change lock.
    ///
    /// When it throws nothing is taken.
    /// - Returns: `nil` for a container that has no links.
    @discardableResult
    func prepareNetwork(of record: ContainerRecord) throws -> ContainerNetwork? {
        let directory = try directory(of: record.id)
        guard !record.settings.networks.connections.isEmpty else {
            // One of an earlier start, before it was disconnected.
            try directory.descriptor.removeFileIfPresent(ContainerNetwork.fileName)
            return nil
        }
        var network = ContainerNetwork(table: hostNames.table, attachments: [])
        do {
            for (index, connection) in record.settings.networks.connections.enumerated() {
                try attach(connection, interface: "eth\(index)", of: record, to: &network)
            }
            network.ports = try choosePorts(askedPorts(of: record, in: network), of: record)
            network.resolver = try resolverSettings(of: record, network)
            try directory.descriptor.writeFile(ContainerNetwork.fileName, network.json)
        } catch {
            // The reason is worth more than a second one.
            _ = try? releaseAddresses(of: network, container: record.id)
            throw error
        }
        return network
    }

    /// Takes a place in one network.
    func attach(
        _ connection: NetworkConnection, interface: String, of record: ContainerRecord,
        to document: inout ContainerNetwork
    ) throws {
        let network = try network(connection.network)
        let kind: NetworkAttachment.Kind
        if let bridge = network.bridge {
            kind = .bridge(bridge.name)
        } else if let parent = network.parent {
            kind = .macvlan(parent: parent)
        } else {
            throw EngineError(.conflict, "network \(network.name) can't be one of several: it is no network of links")
        }
        try requireRate(record.settings.networks.rate, of: kind, in: network.name)
        let addresses = try takeAddresses(in: network, for: record.id, asked: connection.addresses)
        guard let first = addresses.first else {
            throw EngineError(.internal, "network \(network.name) has no subnet")
        }
        var attachment = NetworkAttachment(
            network: network.id, kind: kind, interface: interface,
            hardwareAddress: connection.hardwareAddress ?? MACAddress(for: first.address), addresses: addresses,
            gateways: gateways(of: network, after: document), names: network.names(of: record, connection),
            mtu: network.mtu)
        attachment.networkName = network.name
        attachment.isIsolated = network.bridge?.connectsContainers == false
        attachment.rate = record.settings.networks.rate
        document.attachments.append(attachment)
        // In this order: who removes the network sees the address, or we see that the network is gone.
        guard try state.read({ database in try NetworkTable.find(name: network.name, in: database) })?.id == network.id
        else { throw Self.noSuchNetwork(network.name) }
        if let bridge = network.bridge { try ensure(bridge) }
    }

    /// Where all else is sent: of several networks the first one that leads there.
    func gateways(of network: NetworkRecord, after document: ContainerNetwork) -> [IPAddress] {
        if network.isInternal { return [] }
        let families = Set(document.attachments.flatMap(\.gateways).map(\.family))
        return network.subnets.compactMap(\.gateway).filter { !families.contains($0.family) }
    }

    /// Whom the container's own name server asks; `nil`: it has none, and asks whom the host asks.
    func resolverSettings(of record: ContainerRecord, _ network: ContainerNetwork) throws -> ResolverSettings? {
        let settings = record.settings
        guard !network.attachments.isEmpty else { return nil }
        let hasNames = settings.networks.connections.contains { $0.network != NetworkRecord.standardName }
        return hasNames || needsNameServer(settings) ? ResolverSettings(servers: settings.names.servers) : nil
    }
}

extension NetworkRecord {
    /// What the container is found by in this network.
    func names(of record: ContainerRecord, _ connection: NetworkConnection) -> [String] {
        guard hasNames else { return [] }
        var names = [record.name.lowercased(), record.settings.id.short]
        for alias in connection.aliases.map({ $0.lowercased() }) where !names.contains(alias) { names.append(alias) }
        return names
    }
}

extension Descriptor {
    /// unlinkat(2); that there is no such file is as good.
    func removeFileIfPresent(_ name: String) throws(SystemError) {
        do throws(SystemError) {
            try removeFile(name)
        } catch {
            if error.errno != ENOENT { throw error }
        }
    }
}
