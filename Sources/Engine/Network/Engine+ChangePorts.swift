import Networks
import Runtime

extension Engine {
    /// What is published of a container from now on.
    func changePorts(of record: inout ContainerRecord, _ changes: ContainerChanges) throws {
        guard !record.settings.networks.connections.isEmpty else {
            throw EngineError(
                .conflict,
                "cannot publish ports of container \(record.name): in the network \(record.network.rawValue) it "
                    + "has none of its own")
        }
        var ports = record.settings.networks.ports
        for option in changes.unpublished {
            let count = ports.count
            ports.removeAll { $0.isMeant(by: option) }
            guard ports.count < count else {
                throw EngineError(
                    .notFound, "container \(record.name) does not publish \(option.text): see 'skiff port'")
            }
        }
        ports += changes.published
        if let (port, _) = ports.firstRepeated() {
            throw EngineError(
                .conflict, "container \(record.name) would have the port \(port) of the host twice: unpublish it first")
        }
        if !changes.published.isEmpty {
            // One that is gone can't be asked, and leads nowhere until it is made anew.
            try requireBridge(among: record.settings.networks.connections.compactMap { try? network($0.network) })
        }
        record.settings.networks.ports = ports
        record.settings.networks.exposed = Set(record.settings.networks.exposed + ports.map(\.port)).sorted()
    }

    /// Publishes and unpublishes ports of a container that runs.
    func applyPorts(of record: ContainerRecord, to container: Container) throws {
        try changeNetwork(of: container, to: record, verb: "update") { try choosePorts(of: record, in: &$0) }
    }

    /// Brings the ports of a container that runs in line with what is asked; those that stay keep the ports of the host
    /// that were chosen for them.
    func choosePorts(of record: ContainerRecord, in document: inout ContainerNetwork) throws {
        var rest = document.ports
        var kept = [PortMapping]()
        var missing = [PortOption]()
        for option in askedPorts(of: record, in: document) {
            if let index = rest.firstIndex(where: option.isServed) {
                kept.append(rest.remove(at: index))
            } else {
                missing.append(option)
            }
        }
        document.ports = kept + (try choosePorts(missing, of: record, besides: kept))
    }

    /// Refuses ports that nobody could come to.
    /// - Parameter networks: the container's.
    func requireBridge(among networks: [NetworkRecord]) throws(EngineError) {
        guard let first = networks.first, networks.allSatisfy({ $0.bridge == nil }) else { return }
        throw EngineError(
            .conflict,
            "no port of the host can lead into network \(first.name): in one of driver \(first.driver.rawValue) the "
                + "container has an address of its own, by which its neighbours reach every port of it; leave out "
                + "--publish, or put the container into a network of driver bridge, too")
    }
}

extension PortOption {
    /// Whether `--unpublish` with that option means this one: by the container's port, and what else was said.
    fileprivate func isMeant(by option: PortOption) -> Bool {
        port == option.port && (option.hostPorts == nil || option.hostPorts == hostPorts)
            && (option.hostAddress == nil || option.hostAddress == hostAddress)
    }

    /// Whether the mapping is what was asked for.
    fileprivate func isServed(by mapping: PortMapping) -> Bool {
        mapping.transport == transport && mapping.containerPort == containerPort && mapping.hostAddress == hostAddress
            && hostPorts?.contains(mapping.hostPort) != false
    }
}
