import LinuxSystem
import StateStore

extension Engine {
    /// The same options with networks by their names, each of which is there, and one of which ports can lead into.
    func withNetworkNames(_ options: RunOptions) throws -> RunOptions {
        guard !options.networks.connections.isEmpty else { return options }
        var options = options
        var networks = [NetworkRecord]()
        for index in options.networks.connections.indices {
            let network = try network(options.networks.connections[index].network)
            guard network.driver == .bridge || network.driver == .macvlan else {
                throw EngineError(.invalid, "name the network \(network.name) as --network \(network.name)")
            }
            guard !networks.contains(where: { $0.name == network.name }) else {
                throw EngineError(.invalid, "network \"\(network.name)\" is specified multiple times")
            }
            networks.append(network)
            options.networks.connections[index].network = network.name
        }
        if !options.networks.ports.isEmpty { try requireBridge(among: networks) }
        options.network = .named(options.networks.connections[0].network)
        return options
    }
}
