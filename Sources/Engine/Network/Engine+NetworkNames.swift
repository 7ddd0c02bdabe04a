import LinuxSystem
import StateStore

extension Engine {
    /// The same options with networks by their names, each of which is there.
    func withNetworkNames(_ options: RunOptions) throws -> RunOptions {
        guard !options.networks.connections.isEmpty else { return options }
        var options = options
        var names = Set<String>()
        for index in options.networks.connections.indices {
            let network = try network(options.networks.connections[index].network)
            guard network.driver == .bridge || network.driver == .macvlan else {
                throw EngineError(.invalid, "name the network \(network.name) as --network \(network.name)")
            }
            guard names.insert(network.name).inserted else {
                throw EngineError(.invalid, "network \"\(network.name)\" is specified multiple times")
            }
            options.networks.connections[index].network = network.name
        }
        options.network = .named(options.networks.connections[0].network)
        return options
    }
}
