import Glibc
import JSON
import LinuxSystem
import Networks

/// What a container has of networks, as its supervisor does it: the engine has
/// decided everything and written it down (`ContainerNetwork`).
///
/// Ports of the host and addresses are the container's from its first start to
/// its last end; links, published ports and names are there while it runs.
final class ContainerConnection {
    let containerID: String
    /// The container's directory.
    private let path: String
    private var hold = PortHold()
    /// What is done; `nil`: it has no networks, or doesn't run.
    private(set) var current: ContainerNetwork?
    /// Answers for names, as long as the container runs.
    private(set) var nameServer: NameServer?
    private var portTable: PortTable?
    /// What it had at its last start: whose addresses it has.
    private var leased: ContainerNetwork?

    init(containerID: String, path: String) {
        self.containerID = containerID
        self.path = path
    }

    /// The directories of all networks, beside those of all containers.
    private func openNetworks() throws(SystemError) -> Descriptor {
        try Descriptor.open("\(path)/../../networks", [.directory])
    }

    /// What the engine has decided; `nil` when there are no networks.
    private func read() throws -> ContainerNetwork? {
        let directory = try Descriptor.open(path, [.directory])
        do throws(SystemError) {
            let bytes = try directory.readSmallFile(ContainerNetwork.fileName)
            return try Result { try ContainerNetwork(jsonText: bytes) }.mapError { Self.damaged($0) }.get()
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }

    private static func damaged(_ error: any Error) -> SystemError {
        SystemError("understand", "\(ContainerNetwork.fileName): \(error)", errno: EINVAL)
    }

    /// Reads what the container is to have at this start, and holds its ports.
    /// - Returns: `nil` when it has no networks.
    func prepare() throws -> ContainerNetwork? {
        guard let network = try read() else { return nil }
        leased = network
        try refusing { () throws(NetworkError) in
            try hold.add(network.ports.filter { !hold.ports.contains($0) })
        }
        return network
    }

    /// Begins to make the namespace and the links.
    func begin(_ network: ContainerNetwork) throws -> NewContainerNetwork {
        try refusing { () throws(NetworkError) in try NewContainerNetwork.begin(network, label: containerID) }
    }

    /// Makes the links in a namespace that is there.
    func attach(_ network: ContainerNetwork, in namespace: borrowing Descriptor) throws {
        let reflects = network.reflects
        try refusing { () throws(NetworkError) in
            let links = try ContainerLinks(in: namespace)
            try links.setLoopbackUp()
            for attachment in network.attachments {
                try links.attach(attachment, label: containerID, reflects: reflects)
            }
        }
    }

    /// All but the links: what leads to the container. Nothing of it is left when this throws.
    func announce(_ network: ContainerNetwork, in namespace: borrowing Descriptor) throws {
        let networks = try openNetworks()
        current = network
        do {
            try refusing { () throws(NetworkError) in
                try ports(network).publish(network.ports, of: network)
            }
            try network.addNames(of: containerID, in: networks)
            nameServer = try NameServer.open(in: namespace, for: network, networks: networks)
        } catch {
            _ = withdraw()  // the first failure is the one to tell
            throw error
        }
        Trace.mark("supervisor: network announced")
    }

    private func ports(_ network: ContainerNetwork) -> PortTable {
        if let portTable { return portTable }
        let made = PortTable(network.table)
        portTable = made
        return made
    }

    /// The run has ended, and its links with it. Answers what went wrong, a sentence each.
    func end() -> [String] {
        guard let network = current else { return [] }
        return withdraw() + removeRateLinks(of: network)
    }

    private func removeRateLinks(of network: ContainerNetwork) -> [String] {
        do throws(NetworkError) {
            try network.removeRateLinks(label: containerID)
            return []
        } catch {
            return ["the links of its rates can't be removed: \(error)"]
        }
    }

    /// Nothing leads to the container any more.
    private func withdraw() -> [String] {
        guard let network = current.take() else { return [] }
        nameServer = nil
        var troubles: [String] = []
        do {
            try ports(network).unpublish(network.ports, of: network)
        } catch {
            troubles.append("its ports can't be taken back: \(error)")
        }
        do {
            try network.removeNames(of: containerID, in: openNetworks())
        } catch {
            troubles.append("its names can't be taken back: \(error)")
        }
        return troubles
    }

    /// The container has ended for good: its ports and addresses are free.
    func release() -> [String] {
        var troubles = end()
        hold = PortHold()
        guard let network = leased.take() else { return troubles }
        // Those of a start that failed before it was announced.
        troubles += removeRateLinks(of: network)
        do {
            try network.releaseAddresses(of: containerID, in: openNetworks())
        } catch {
            return troubles + ["its addresses can't be taken back: \(error)"]
        }
        return troubles
    }

    /// Brings what is there in line with what the engine has written down since.
    /// What can't be done is taken back, as far as that is possible.
    /// - Parameter namespace: the running container's.
    func change(in namespace: borrowing Descriptor) throws {
        guard let new = try read() else { return }
        let old = current ?? ContainerNetwork(table: new.table, attachments: [])
        do {
            try bring(from: old, to: new, in: namespace)
        } catch {
            // The first failure is the one to tell.
            try? bring(from: new, to: old, in: namespace)
            throw error
        }
        leased = new
    }

    private func bring(
        from old: ContainerNetwork, to new: ContainerNetwork, in namespace: borrowing Descriptor
    ) throws {
        let added = new.ports.filter { !old.ports.contains($0) && !hold.ports.contains($0) }
        try refusing { () throws(NetworkError) in
            try hold.add(added)
            let links = try ContainerLinks(in: namespace)
            for attachment in old.attachments where !new.attachments.contains(where: attachment.hasSameLink) {
                try links.detach(attachment, label: containerID)
            }
            for attachment in new.attachments {
                if let present = old.attachments.first(where: attachment.hasSameLink) {
                    if present.gateways != attachment.gateways { try links.route(attachment) }
                    if present.rate != attachment.rate { try links.limit(attachment, label: containerID) }
                } else {
                    try links.attach(attachment, label: containerID, reflects: new.reflects)
                }
            }
        }
        _ = withdraw()  // it is announced anew, whatever it was
        try announce(new, in: namespace)
        hold.remove(old.ports.filter { !new.ports.contains($0) })
    }

    /// As an error of the container's start.
    private func refusing<Value: ~Copyable>(_ body: () throws(NetworkError) -> Value) throws(RuntimeError) -> Value {
        do throws(NetworkError) { return try body() } catch { throw .refused("\(error)") }
    }
}
