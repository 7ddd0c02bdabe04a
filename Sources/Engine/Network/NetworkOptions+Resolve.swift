import Networks
import OCI

extension RunOptions {
    /// `--network`, which may be given several times.
    public mutating func add(_ option: NetworkOption) throws(InvalidOption) {
        let isFirst = !asksForNetwork
        asksForNetwork = true
        switch option {
        case .mode(let mode):
            guard isFirst else {
                throw InvalidOption("\(mode.rawValue) excludes other networks: leave out one or the other")
            }
            network = mode
        case .connection(let connection):
            if isFirst {
                network = .named(connection.network)
            } else if case .named = network {
                if networks.connections.contains(where: { $0.network == connection.network }) {
                    throw InvalidOption("network \"\(connection.network)\" is specified multiple times")
                }
            } else {
                throw InvalidOption("\(network.rawValue) excludes other networks: leave out one or the other")
            }
            networks.connections.append(connection)
        }
    }

    /// What nobody asked for is as `SKIFF_NETWORK` says, or the default network.
    /// - Parameter environment: the variable's value.
    public mutating func useStandardNetwork(_ environment: String?) {
        guard !asksForNetwork else { return }
        let name = environment.flatMap { $0.isEmpty ? nil : $0 } ?? NetworkRecord.standardName
        // What names no container is a network that isn't there, which is told when it's looked for.
        network = NetworkMode(rawValue: name) ?? .named(name)
        if case .named(let name) = network { networks.connections = [NetworkConnection(network: name)] }
    }

    /// `--ip`, `--ip6`, `--network-alias` and `--mac-address` are the first network's.
    func mergedConnections() throws(EngineError) -> [NetworkConnection] {
        var connections = networks.connections
        guard let own = firstConnection else { return connections }
        guard !connections.isEmpty else {
            throw EngineError(
                .conflict,
                "addresses and aliases need a network to be in: with --network \(network.rawValue) there is none")
        }
        let first = connections[0]
        if own.address4 != nil && first.address4 != nil || own.address6 != nil && first.address6 != nil
            || own.hardwareAddress != nil && first.hardwareAddress != nil
            || !own.aliases.isEmpty && !first.aliases.isEmpty
        {
            throw EngineError(
                .conflict,
                "network \(first.network) is given the same twice, in --network and by a flag of its own: "
                    + "leave out one")
        }
        connections[0].address4 = own.address4 ?? first.address4
        connections[0].address6 = own.address6 ?? first.address6
        connections[0].hardwareAddress = own.hardwareAddress ?? first.hardwareAddress
        connections[0].aliases += own.aliases
        return connections
    }
}

extension ContainerSettings {
    /// What is asked of networks, with what the image exposes.
    static func networks(
        _ options: RunOptions, _ image: ContainerDefaults?
    ) throws(EngineError) -> NetworkOptions {
        var networks = options.networks
        networks.connections = try options.mergedConnections()
        try checkPorts(options)
        var exposed = Set(networks.exposed + networks.ports.map(\.port))
        for text in (image?.exposedPorts ?? [:]).keys {
            do throws(InvalidOption) {
                exposed.formUnion(try ContainerPort.all(parsing: text))
            } catch {
                throw EngineError(.invalid, "the image exposes a port that is none: \(error)")
            }
        }
        networks.exposed = exposed.sorted()
        networks.rate = LinkRate.changed(nil, by: networks.rate)
        try networks.checkRate(options.network)
        // In the host's network every port is the host's already.
        if options.network == .host { networks.ports = [] }
        return networks
    }

    private static func checkPorts(_ options: RunOptions) throws(EngineError) {
        if let (port, _) = options.networks.ports.firstRepeated() {
            throw EngineError(
                .invalid, "port \(port) is published twice: every port of the host leads to one place")
        }
        let publishes = !options.networks.ports.isEmpty || options.networks.publishesAll
        switch options.network {
        case .container where publishes:
            throw EngineError(
                .conflict,
                "conflicting options: port publishing and the container type network mode: publish the ports "
                    + "of the container whose network it is")
        case .none where publishes:
            throw EngineError(
                .conflict,
                "--publish needs a network by which somebody reaches the container: with --network none there "
                    + "is none")
        default: break
        }
    }
}

extension [PortOption] {
    /// Two that want the same port of the host at one address.
    func firstRepeated() -> (String, String)? {
        var seen = [PortOption]()
        for option in self {
            guard let ports = option.hostPorts, ports.count == 1 else { continue }
            let clashes = seen.contains { other in
                other.hostPorts == ports && other.transport == option.transport
                    && (other.hostAddress == nil || option.hostAddress == nil
                        || other.hostAddress == option.hostAddress)
            }
            if clashes { return ("\(ports.text)/\(option.transport.rawValue)", option.text) }
            seen.append(option)
        }
        return nil
    }
}
