import Glibc
import Images
import LinuxSystem
import Networks
import Runtime
import StateStore

extension Engine {
    /// Compares the networks' rows with their directories, with the containers that have addresses, names or ports, and
    /// with the kernel's bridges and rules. What another process is at meanwhile is left to it.
    func checkNetworks(repair: Bool) throws -> [StoreProblem] {
        guard try state.directory.statusIfPresent(of: NetworkDirectory.rootName) != nil else { return [] }
        let root = try state.directory.openDirectory(NetworkDirectory.rootName)
        var problems = try checkDirectories(in: root, repair)
        for network in try state.read({ database in try NetworkTable.all(in: database) }) {
            problems += try checkHolders(of: network, in: root, repair)
            problems += try checkBridge(of: network, repair)
        }
        problems += try checkPortClaims(in: root, repair)
        problems += try checkStrayBridges(repair)
        if try lacksRules() {
            if repair { try healFirewall() }
            problems.append(.ofNetworks("the packet filter", "its rules for containers that run are missing", repair))
        }
        return problems
    }

    /// Directories without a row: both are made, and go, in one transaction.
    private func checkDirectories(in root: borrowing Descriptor, _ repair: Bool) throws -> [StoreProblem] {
        var problems = [StoreProblem]()
        for id in try root.entries().map(\.shown).sorted() where ContainerID(parsing: id) != nil {
            let isOrphan = try change { database in
                guard try NetworkTable.find(idPrefix: id, in: database).isEmpty else { return false }
                if repair { try NetworkDirectory.remove(id, in: state.directory) }
                return true
            }
            guard isOrphan else { continue }
            problems.append(
                .ofNetworks("networks/\(id)", "nothing refers to it", repair, subject: .orphan))
        }
        return problems
    }

    /// Containers that have addresses or names, and don't run.
    private func checkHolders(
        of network: NetworkRecord, in root: borrowing Descriptor, _ repair: Bool
    ) throws -> [StoreProblem] {
        guard let directory = try NetworkDirectory.ofNetwork(network.id, in: state.directory) else { return [] }
        let leases = try directory.leases()
        let zone = try zone(of: network, in: root)
        var problems = [StoreProblem]()
        for id in try zone.holders().union(leases.map(\.container)).sorted() {
            let isLost = try unlessInUse(id) {
                guard repair else { return }
                try undoNetwork(of: id)
                for lease in leases where lease.container == id { try directory.release(lease.address, of: id) }
                try zone.remove(container: id)
            }
            guard isLost else { continue }
            problems.append(
                .ofNetworks(
                    network.name, "container \(id.prefix(12)) has addresses or names there, and doesn't run", repair))
        }
        return problems
    }

    private func zone(of network: NetworkRecord, in root: borrowing Descriptor) throws(SystemError) -> Zone {
        do throws(SystemError) {
            return try Zone(existing: network.id, in: root)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return try Zone(of: network.id, in: root)  // nobody has had a name there yet
        }
    }

    /// A bridge that somebody has removed from under containers that run.
    private func checkBridge(of network: NetworkRecord, _ repair: Bool) throws -> [StoreProblem] {
        guard let bridge = network.bridge else { return [] }
        let users = try endpoints(of: network).map(\.name)
        guard !users.isEmpty else { return [] }
        do throws(NetworkError) {
            if try Bridges().isThere(bridge.name) { return [] }
        } catch {
            throw EngineError(error)
        }
        if repair { try ensure(bridge) }
        return [
            StoreProblem(
                subject: .network, name: network.name, reason: "its bridge \(bridge.name) is missing or down",
                outcome: repair ? .remains("restart its containers: \(users.joined(separator: ", "))") : .found)
        ]
    }

    /// Ports that were chosen for containers which are gone. Those of containers that don't run are kept for them.
    private func checkPortClaims(in root: borrowing Descriptor, _ repair: Bool) throws -> [StoreProblem] {
        guard try root.statusIfPresent(of: PortClaims.directoryName) != nil else { return [] }
        let claims = try root.openDirectory(PortClaims.directoryName)
        var problems = [StoreProblem]()
        for name in try claims.entries().map(\.shown).sorted() {
            let holder: String
            do throws(SystemError) {
                holder = String(decoding: try claims.symbolicLinkTarget(name), as: UTF8.self)
            } catch {
                guard error.errno == ENOENT || error.errno == EINVAL else { throw error }  // gone, or no link
                continue
            }
            guard ContainerID(parsing: holder) != nil, try containers.statusIfPresent(of: holder) == nil else {
                continue
            }
            if repair { try claims.removeFileIfPresent(name) }
            problems.append(
                .ofNetworks(
                    "networks/\(PortClaims.directoryName)/\(name)",
                    "it is kept for container \(holder.prefix(12)), which is gone", repair, subject: .orphan))
        }
        return problems
    }

    /// Bridges by the names of ours that no network has, and that nobody is connected to.
    private func checkStrayBridges(_ repair: Bool) throws -> [StoreProblem] {
        do {
            let bridges = try Bridges()
            let unused = try bridges.unused(prefix: "\(hostNames.linkPrefix)-")
            // In this order: a network gets its row before its bridge.
            let known = try state.read { database in try NetworkTable.all(in: database) }.compactMap(\.link)
            return try unused.filter { !known.contains($0) }.map { name in
                if repair { try bridges.remove(name) }
                return .ofNetworks(name, "no network has this bridge", repair)
            }
        } catch let error as NetworkError {
            throw EngineError(error)
        }
    }
}

extension StoreProblem {
    fileprivate static func ofNetworks(
        _ name: String, _ reason: String, _ repair: Bool, subject: Subject = .network
    ) -> StoreProblem {
        StoreProblem(subject: subject, name: name, reason: reason, outcome: repair ? .repaired : .found)
    }
}
