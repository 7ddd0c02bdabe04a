import Events
import JSON
import LinuxSystem
import Networks
import Runtime
import StateStore

extension Engine {
    /// Puts a container into a network, at once if it runs.
    public func connect(_ reference: String, _ asked: NetworkConnection) throws {
        let id = try id(of: reference)
        let lock = try changeLock(of: id, named: reference)
        defer { withExtendedLifetime(lock) {} }
        let container = try container(id)
        var connection = asked
        let network = try network(asked.network)
        connection.network = network.name
        guard case .named = container.record.network else {
            throw EngineError(
                .conflict,
                "container \(container.name) can't be in network \(network.name): it has the network "
                    + "\(container.record.network.rawValue) alone")
        }
        guard network.driver == .bridge || network.driver == .macvlan else {
            throw EngineError(.conflict, "container \(container.name) can't be put into the network \(network.name)")
        }
        var record = container.record
        guard !record.settings.networks.connections.contains(where: { $0.network == network.name }) else {
            throw EngineError(.conflict, "container \(container.name) is in network \(network.name) already")
        }
        record.settings.networks.connections.append(connection)
        if container.isSupervised {
            try changeNetwork(of: container, to: record, verb: "connect") { document in
                try attach(connection, interface: document.freeInterface, of: record, to: &document)
                try choosePorts(of: record, in: &document)
            }
        }
        try change { database in try NetworkTable.connect(id, to: network.name, in: database) }
        try write(record)
        if container.isSupervised { emit("connect", network, container: id) }
    }

    /// Takes a container out of a network, at once if it runs.
    /// - Parameter force: that it isn't there, or not in it, is no failure.
    public func disconnect(_ reference: String, from name: String, force: Bool = false) throws {
        do {
            try disconnect(reference, from: name)
        } catch let error as EngineError where force && error.kind == .notFound {
            return
        }
    }

    private func disconnect(_ reference: String, from name: String) throws {
        let id = try id(of: reference)
        let lock = try changeLock(of: id, named: reference)
        defer { withExtendedLifetime(lock) {} }
        let container = try container(id)
        var record = container.record
        // One that was removed from under a stopped container can be left all the same.
        let network = try? network(name)
        let networkName = network?.name ?? name
        guard let index = record.settings.networks.connections.firstIndex(where: { $0.network == networkName }) else {
            throw EngineError(.notFound, "container \(container.name) is not connected to network \(networkName)")
        }
        record.settings.networks.connections.remove(at: index)
        if container.isSupervised, let network {
            var left: [InterfaceAddress] = []
            try changeNetwork(of: container, to: record, verb: "disconnect") { document in
                left = document.attachments.filter { $0.network == network.id }.flatMap(\.addresses)
                document.attachments.removeAll { $0.network == network.id }
                try chooseGateways(of: &document)
            }
            try release(left, in: network.id, of: id)
        }
        try change { database in try NetworkTable.disconnect(id, from: networkName, in: database) }
        try write(record)
        if container.isSupervised, let network { emit("disconnect", network, container: id) }
    }

    /// Changes what a running container has of networks: its document, by which the supervisor then brings the kernel
    /// in line. What it refuses is taken back.
    /// - Parameter record: as it is going to be.
    func changeNetwork(
        of container: Container, to record: ContainerRecord, verb: String,
        _ body: (inout ContainerNetwork) throws -> Void
    ) throws {
        let directory = try directory(of: container.id)
        let old = try containerNetwork(of: container.id) ?? ContainerNetwork(table: hostNames.table, attachments: [])
        var new = old
        var isChanged = false
        do {
            try body(&new)
            new.resolver = try resolverSettings(of: record, new)
            try directory.descriptor.writeFile(ContainerNetwork.fileName, new.json)
            try ask(container, .networkChanged, verb: verb)
            isChanged = true
            try changeNameFiles(from: (container.record, old), to: (record, new))
        } catch {
            // The reason is worth more than a second one.
            _ = try? directory.descriptor.writeFile(ContainerNetwork.fileName, old.json)
            if isChanged { _ = try? ask(container, .networkChanged, verb: verb) }
            var added = new
            added.attachments.removeAll { attachment in old.attachments.contains { $0.network == attachment.network } }
            _ = try? releaseAddresses(of: added, container: container.id)
            throw error
        }
    }

    /// Where all else is sent, when the network that led there may have gone.
    private func chooseGateways(of document: inout ContainerNetwork) throws {
        let attachments = document.attachments
        document.attachments = []
        for var attachment in attachments {
            if let name = attachment.networkName {
                attachment.gateways = gateways(of: try network(name), after: document)
            }
            document.attachments.append(attachment)
        }
    }

    func emit(_ action: String, _ network: NetworkRecord, container id: String) {
        emit(.network, action, id: network.id, network.eventAttributes.merging(["container": id]) { own, _ in own })
    }
}

extension ContainerNetwork {
    /// A name for one more link.
    fileprivate var freeInterface: String {
        let taken = Set(attachments.map(\.interface))
        return (0...attachments.count).lazy.map { "eth\($0)" }.first { !taken.contains($0) }
            ?? "eth\(attachments.count)"
    }
}
