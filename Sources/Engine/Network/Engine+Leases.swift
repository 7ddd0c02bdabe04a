import Glibc
import LinuxSystem
import Networks
import Runtime
import StateStore

extension Engine {
    /// Takes an address of each version for a container.
    /// - Parameter asked: `--ip`, `--ip6`; any that are free for the others.
    /// - Throws: `conflict` when somebody has it; `invalid` when nobody can; `unavailable` when none is left.
    func takeAddresses(
        in network: NetworkRecord, for id: String, asked: [IPAddress]
    ) throws -> [InterfaceAddress] {
        guard let directory = try NetworkDirectory.ofNetwork(network.id, in: state.directory) else {
            throw Self.noSuchNetwork(network.name)
        }
        if let stray = asked.first(where: { network.subnet($0.family)?.subnet.contains($0) != true }) {
            let subnets = network.subnets.map(\.subnet.description).joined(separator: ", ")
            throw EngineError(
                .invalid, "the address \(stray) is outside of network \(network.name), which has \(subnets)")
        }
        var taken = [InterfaceAddress]()
        do {
            for subnet in network.subnets {
                let wanted = asked.first { $0.family == subnet.subnet.family }
                let address = try take(wanted, of: subnet, in: directory, network, for: id)
                taken.append(InterfaceAddress(address, prefixLength: subnet.subnet.prefixLength))
            }
        } catch {
            // What stays goes with the container.
            for address in taken { _ = try? directory.release(address.address, of: id) }
            throw error
        }
        return taken
    }

    private func take(
        _ wanted: IPAddress?, of subnet: NetworkSubnet, in directory: borrowing NetworkDirectory,
        _ network: NetworkRecord, for id: String
    ) throws -> IPAddress {
        if let wanted, !subnet.isFree(wanted) {
            let owner = wanted == subnet.gateway ? "the gateway" : "reserved"
            throw EngineError(.conflict, "the address \(wanted) of network \(network.name) is \(owner): choose another")
        }
        // Those of containers that nobody watches any more are free when they are needed.
        for isLast in [false, true] {
            if let wanted {
                if try directory.take(wanted, for: id) { return wanted }
            } else if let free = try directory.takeFree(in: subnet, for: id) {
                return free
            }
            if !isLast { try freeAbandonedLeases(of: network) }
        }
        guard let wanted else {
            throw EngineError(
                .unavailable,
                "no address is left of \(subnet.pool) of network \(network.name): stop containers, or make "
                    + "a network with a larger subnet")
        }
        let holder = try directory.holder(of: wanted) ?? ""
        let name = (try? existing(holder))?.name ?? String(holder.prefix(12))  // its id will do
        throw EngineError(
            .conflict, "the address \(wanted) of network \(network.name) is in use by container \(name): choose another"
        )
    }

    /// Lets go of all addresses that a container has by its document.
    func releaseAddresses(of network: ContainerNetwork, container id: String) throws {
        for attachment in network.attachments { try release(attachment.addresses, in: attachment.network, of: id) }
    }

    /// Lets go of addresses in one network, by its id.
    func release(_ addresses: [InterfaceAddress], in network: String, of container: String) throws {
        // With a network all its addresses are gone.
        guard let directory = try NetworkDirectory.ofNetwork(network, in: state.directory) else { return }
        for address in addresses { try directory.release(address.address, of: container) }
    }

    /// Lets go of the addresses of containers that don't run and aren't being started: their supervisors were killed.
    /// - Returns: the containers' ids.
    @discardableResult
    func freeAbandonedLeases(of network: NetworkRecord) throws -> Set<String> {
        var freed = Set<String>()
        guard let directory = try NetworkDirectory.ofNetwork(network.id, in: state.directory) else { return freed }
        for lease in try directory.leases() {
            guard
                try unlessInUse(
                    lease.container,
                    {
                        try undoNetwork(of: lease.container)
                        try directory.release(lease.address, of: lease.container)
                    })
            else { continue }
            freed.insert(lease.container)
        }
        return freed
    }

    /// Does something that is right only while nobody runs or starts the container; `false`: somebody does.
    func unlessInUse(_ id: String, _ body: () throws -> Void) throws -> Bool {
        let container: ContainerDirectory
        do throws(SystemError) {
            container = try directory(of: id)
        } catch {
            guard error.errno == ENOENT else { throw error }
            try body()
            return true
        }
        guard
            let lock = try FileLock.tryExclusive(
                ContainerDirectory.changeLockName, in: container.descriptor, milliseconds: 0)
        else { return false }
        defer { withExtendedLifetime(lock) {} }
        if try container.isSupervised() { return false }
        try body()
        return true
    }
}
