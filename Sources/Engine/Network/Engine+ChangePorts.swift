import Networks
import Runtime

extension Engine {
    /// What is published of a container from now on.
    func changePorts(of record: inout ContainerRecord, _ changes: ContainerChanges) throws(EngineError) {
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
        record.settings.networks.ports = ports
        record.settings.networks.exposed = Set(record.settings.networks.exposed + ports.map(\.port)).sorted()
    }

    /// Publishes and unpublishes ports of a container that runs; those that stay keep the ports of the host that were
    /// chosen for them.
    func applyPorts(of record: ContainerRecord, to container: Container) throws {
        try changeNetwork(of: container, to: record, verb: "update") { document in
            var rest = document.ports
            var kept = [PortMapping]()
            var missing = [PortOption]()
            for option in askedPorts(of: record) {
                if let index = rest.firstIndex(where: option.isServed) {
                    kept.append(rest.remove(at: index))
                } else {
                    missing.append(option)
                }
            }
            document.ports = kept + (try choosePorts(missing, of: record, besides: kept))
        }
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
