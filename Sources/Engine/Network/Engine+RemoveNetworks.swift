import Events
import LinuxSystem
import Networks
import StateStore

extension Engine {
    /// Removes a network.
    /// - Parameter force: one that isn't there is no failure.
    /// - Throws: `conflict` when running containers are in it; they are named.
    public func removeNetwork(_ reference: String, force: Bool = false) throws {
        let network: NetworkRecord
        do {
            network = try self.network(reference)
        } catch let error as EngineError where error.kind == .notFound && force {
            return
        }
        if network.isPredefined {
            throw EngineError(.conflict, "network \(network.name) is always there and can't be removed")
        }
        try freeAbandonedLeases(of: network)
        try forget(network)
        emit(.network, "destroy", id: network.id, network.eventAttributes)
    }

    /// Removes the networks that no container is to use, running or not; answers their names.
    public func pruneNetworks(_ filter: NetworkFilter = NetworkFilter()) throws -> [String] {
        var removed = [String]()
        for usage in try networks(filter) where !usage.network.isPredefined && usage.users.isEmpty {
            do {
                try removeNetwork(usage.network.id)
            } catch let error as EngineError where error.kind == .conflict || error.kind == .notFound {
                continue  // Somebody uses it now, or was faster.
            }
            removed.append(usage.network.name)
        }
        return removed
    }

    /// Takes the network away, from the host, too, if no container is in it.
    func forget(_ network: NetworkRecord) throws {
        try change { database in
            guard try NetworkTable.find(name: network.name, in: database)?.id == network.id else {
                throw Self.noSuchNetwork(network.name)
            }
            // Who starts a container takes its address within a transaction, too.
            let users = try endpoints(of: network)
            guard users.isEmpty else {
                let names = users.map { "\($0.name) (\($0.container.prefix(12)))" }.joined(separator: ", ")
                throw EngineError(
                    .conflict,
                    "network \(network.name) has active endpoints: \(names); stop them or disconnect them first")
            }
            if let bridge = network.bridge { try remove(bridge) }
            try NetworkTable.delete(network.id, in: database)
            try NetworkDirectory.remove(network.id, in: state.directory)
        }
    }
}
