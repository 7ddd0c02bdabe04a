import Events
import LinuxSystem
import Networks
import StateStore

extension Engine {
    /// Makes a network.
    /// - Throws: `conflict` when there is one of that name, or its subnet is somebody else's; `unavailable` when the
    ///   kernel refuses.
    public func createNetwork(_ request: NetworkRequest) throws -> NetworkRecord {
        let name = request.name.description
        if NetworkRecord.isPredefined(NetworkRecord.canonicalName(name)) {
            throw EngineError(.conflict, "\"\(name)\" is the name of a network that is always there: choose another")
        }
        try DriverOption.check(request.options, of: request.driver)
        if let parent = request.options[DriverOption.parent.rawValue] { try checkParent(parent) }
        try makePredefinedNetworks()
        let routes = try HostNetwork.routes()
        let network = try change { database in
            if let other = try NetworkTable.find(name: name, in: database) {
                throw EngineError(
                    .conflict, "network with name \(name) already exists (\(other.id.prefix(12))): choose another name")
            }
            let others = try NetworkTable.all(in: database)
            let network = try decide(request, others: others, routes: routes)
            try network.checkDistinct(from: others, routes: routes)
            try insert(network, others: others, in: database)
            return network
        }
        do {
            // Of a link that isn't ours nothing may be taken away either.
            if let name = request.options[DriverOption.bridgeName.rawValue] { try refuseForeignLink(name) }
            if let bridge = network.bridge { try make(bridge) }
        } catch {
            // The reason why it could not be made is worth more than a second one.
            _ = try? change { database in
                try NetworkTable.delete(network.id, in: database)
                try NetworkDirectory.remove(network.id, in: state.directory)
            }
            throw error
        }
        emit(.network, "create", id: network.id, network.eventAttributes)
        return network
    }

    /// Makes a bridge of which there is nothing yet, or leaves nothing of it.
    private func make(_ bridge: Bridge) throws {
        do { try ensure(bridge) } catch {
            // As above.
            _ = try? remove(bridge)
            throw error
        }
    }

    private func decide(
        _ request: NetworkRequest, others: [NetworkRecord], routes: [Subnet]
    ) throws(EngineError) -> NetworkRecord {
        let id = ContainerID.random().description
        let pool = AddressPool(taken: routes + others.flatMap(\.subnets).map(\.subnet) + request.subnets)
        let prefix = hostNames.linkPrefix
        let link =
            request.options[DriverOption.bridgeName.rawValue] ?? "\(prefix)-\(id.prefix(15 - prefix.utf8.count - 1))"
        return NetworkRecord(
            id: id, name: request.name.description, driver: request.driver, createdAt: .now(),
            isInternal: request.isInternal, isAttachable: request.isAttachable,
            link: request.driver == .bridge ? link : nil, labels: request.labels, options: request.options,
            subnets: try request.subnets(for: id, from: pool, hasVersion6: HostNetwork.hasVersion6))
    }

    private func insert(_ network: NetworkRecord, others: [NetworkRecord], in database: Database) throws {
        if let link = network.link, let other = others.first(where: { $0.link == link }) {
            throw EngineError(
                .conflict, "the link \(link) belongs to network \(other.name): choose another name for it")
        }
        try NetworkDirectory.make(network.id, in: state.directory)
        try NetworkTable.insert(network, in: database)
    }

    /// The networks that are there without having been made: `bridge`, with a subnet that is free at that moment,
    /// `host` and `none`. They come with the first use of any.
    func makePredefinedNetworks() throws {
        let isThere = try state.read { database in
            try NetworkTable.find(name: NetworkRecord.standardName, in: database) != nil
        }
        if isThere { return }
        var request = NetworkRequest(name: try NetworkName(parsing: NetworkRecord.standardName))
        request.options[DriverOption.bridgeName.rawValue] = hostNames.bridge
        let (standard, routes) = (request, try HostNetwork.routes())
        try change { database in
            guard try NetworkTable.find(name: NetworkRecord.standardName, in: database) == nil else { return }
            try insert(decide(standard, others: [], routes: routes), others: [], in: database)
            for (name, driver) in [("host", NetworkDriver.host), ("none", .null)] {
                let network = NetworkRecord(
                    id: ContainerID.random().description, name: name, driver: driver, createdAt: .now(),
                    isInternal: false, isAttachable: false, link: nil, labels: [:], options: [:], subnets: [])
                try NetworkTable.insert(network, in: database)
            }
        }
    }

    /// The bridges of all networks.
    func bridges() throws -> [Bridge] {
        try state.read { database in try NetworkTable.all(in: database) }.compactMap(\.bridge)
    }

    /// The network of that name, id, or beginning of an id that fits one alone.
    /// - Throws: `notFound`.
    public func network(_ reference: String) throws -> NetworkRecord {
        let look = { try self.state.read { database in Result { try Self.network(reference, in: database) } } }
        do {
            return try look().get()
        } catch let error as EngineError where error.kind == .notFound {
            // It may be one of those that come with the first use.
            try makePredefinedNetworks()
            return try look().get()
        }
    }

    /// The same within a transaction, in which the predefined ones are there.
    static func network(_ reference: String, in database: Database) throws -> NetworkRecord {
        let name = NetworkRecord.canonicalName(reference)
        if let network = try NetworkTable.find(name: name, in: database) { return network }
        let isPrefix = !name.isEmpty && name.utf8.allSatisfy("0123456789abcdef".utf8.contains)
        let found = isPrefix ? try NetworkTable.find(idPrefix: name, in: database) : []
        guard let network = found.first else { throw noSuchNetwork(reference) }
        guard found.count == 1 else {
            throw EngineError(.invalid, "network \(reference) is ambiguous: give more of the id's digits")
        }
        return network
    }

    static func noSuchNetwork(_ reference: String) -> EngineError {
        EngineError(.notFound, "network \(reference) not found: \"skiff network ls\" lists those there are")
    }
}

extension NetworkRecord {
    /// What events tell of a network beside its id.
    var eventAttributes: [String: String] { ["name": name, "type": driver.rawValue] }
}
