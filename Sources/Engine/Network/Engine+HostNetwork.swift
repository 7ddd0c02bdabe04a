import Glibc
import LinuxSystem
import Networks
import Runtime
import StateStore

// The host's part of networks: bridges, and tables of rules. What is there is asked of the kernel, never remembered:
// anybody may have removed it.

extension Engine {
    /// What the host's objects of this state directory are called.
    var hostNames: HostNames {
        HostNames(
            key: state.path == StateStore.defaultPath
                ? nil : String(UInt64(stableHash: state.path).hexadecimal.prefix(8)))
    }

    /// Sees to it that a bridge is there, with the rules for it. When both are, it costs a question each.
    func ensure(_ bridge: Bridge) throws {
        try buildFirewall()
        do throws(NetworkError) {
            let bridges = try Bridges()
            if try bridges.isThere(bridge.name) { return }
            // First the rules: a bridge that is there has them.
            try Firewall(hostNames).add(bridge)
            try bridges.ensure(bridge)
            for sentence in try Forwarding.enable(bridge.gateways.map(\.address.family)) {
                StandardStream.error.writeLine("skiff: \(sentence)")
            }
        } catch {
            throw EngineError(error)
        }
    }

    /// Takes a bridge and its rules away.
    func remove(_ bridge: Bridge) throws {
        do throws(NetworkError) {
            try Bridges().remove(bridge.name)
            try Firewall(hostNames).remove(bridge)
        } catch {
            throw EngineError(error)
        }
    }

    /// Refuses a link that no other one can stand on.
    func checkParent(_ name: String) throws(EngineError) {
        do throws(NetworkError) { try ParentLink.check(name) } catch { throw EngineError(error) }
    }

    /// A link of somebody else's would go with the network.
    func refuseForeignLink(_ name: String) throws {
        guard if_nametoindex(name) != 0 else { return }
        throw EngineError(
            .conflict, "the host has a link \(name) already, of which Skiff knows nothing: choose another name")
    }

    /// Makes the rules anew, for all networks and all containers that run, unless somebody just has.
    func buildFirewall() throws {
        let firewall = Firewall(hostNames)
        if try isThere(firewall) { return }
        let directory = try state.directory.makeAndOpenDirectory(NetworkDirectory.rootName, mode: 0o700)
        let lock = try FileLock.exclusive("firewall.lock", in: directory)
        defer { withExtendedLifetime(lock) {} }
        if try isThere(firewall) { return }
        let (bridges, running) = (try bridges(), try runningNetworks())
        do throws(NetworkError) {
            try firewall.build(bridges: bridges, containers: running)
        } catch {
            throw EngineError(error)
        }
    }

    /// Makes the rules anew if they ought to be there and somebody has removed them.
    /// - Returns: whether they were made.
    @discardableResult
    func healFirewall() throws -> Bool {
        guard try lacksRules() else { return false }
        try buildFirewall()
        return true
    }

    /// Whether containers run whose rules somebody has removed.
    func lacksRules() throws -> Bool {
        guard try state.directory.statusIfPresent(of: NetworkDirectory.rootName) != nil else { return false }
        if try isThere(Firewall(hostNames)) { return false }
        return try !runningNetworks().isEmpty
    }

    private func isThere(_ firewall: Firewall) throws(EngineError) -> Bool {
        do throws(NetworkError) {
            return try firewall.isThere()
        } catch {
            throw EngineError(error)
        }
    }

    /// What the containers that run have of networks.
    /// - Parameter id: is left out.
    func runningNetworks(but id: String = "") throws -> [ContainerNetwork] {
        let ids = try state.read { database in
            try String.fetchAll(database, sql: "SELECT DISTINCT container_id FROM container_networks")
        }
        return ids.filter { $0 != id }.compactMap { id in
            // One that is being removed, or that a power failure has spoilt, must not keep the others from their ports.
            guard let isSupervised = try? directory(of: id).isSupervised(), isSupervised else { return nil }
            return (try? containerNetwork(of: id)) ?? nil
        }
    }
}
