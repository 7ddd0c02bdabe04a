import Glibc
import LinuxSystem
import Networks
import Runtime
import StateStore

extension Engine {
    /// Undoes what a lost container had of networks: published ports, names and addresses. Its links went with its
    /// namespace. Whoever calls knows that nobody runs or starts it.
    func undoNetwork(of id: String) throws {
        guard let network = try containerNetwork(of: id) else { return }
        let networks = try state.directory.makeAndOpenDirectory(NetworkDirectory.rootName, mode: 0o700)
        try network.removeNames(of: id, in: networks)
        try releaseAddresses(of: network, container: id)
        // Somebody else's by now, who holds them.
        let others = network.ports.isEmpty ? [] : try runningNetworks(but: id).flatMap(\.ports)
        let ports = network.ports.filter { port in
            !others.contains { $0.hostPort == port.hostPort && $0.transport == port.transport }
        }
        do throws(NetworkError) {
            try network.removeRateLinks(label: id)
            try PortTable(network.table).unpublish(ports, of: network)
        } catch {
            throw EngineError(error)
        }
    }

    /// The container is being removed. Its supervisor lets go of addresses last: if there are any, it was killed.
    func dropNetwork(of id: String) throws {
        // One that a power failure has spoilt has to be removable.
        guard let network = try? containerNetwork(of: id) else { return }
        var isAbandoned = false
        for attachment in network.attachments {
            guard let directory = try NetworkDirectory.ofNetwork(attachment.network, in: state.directory) else {
                continue
            }
            for address in attachment.addresses {
                isAbandoned = try directory.holder(of: address.address) == id || isAbandoned
            }
        }
        if isAbandoned { try undoNetwork(of: id) }
        if !network.ports.isEmpty { try PortClaims(of: id, in: self).release(network.ports) }
    }

    /// Frees what containers have of networks that don't run, and heals the rules.
    func recoverNetworks() -> [RecoveryStep] {
        var steps = [RecoveryStep]()
        do {
            for network in try state.read({ database in try NetworkTable.all(in: database) }) {
                let freed = try freeAbandonedLeases(of: network)
                if !freed.isEmpty { steps.append(.addressesFreed(network: network.name, count: freed.count)) }
            }
            if try healFirewall() { steps.append(.rulesMade) }
        } catch {
            steps.append(.failed(name: "networks", reason: "\(error)"))
        }
        return steps
    }
}
