import Glibc
import LinuxSystem
import Networks
import Runtime

extension Engine {
    /// The files of names that a container sees. Who shares another one's
    /// network shares its files; who has no network has the image's, unless
    /// something was asked for.
    func nameFiles(of settings: ContainerSettings) throws -> [NameFileMount] {
        let owner: String
        switch settings.network {
        case .none where settings.names == NameOptions(): return []
        case .none, .host, .named: owner = settings.id.description
        case .container(let id):
            let other = try networkOwner(id)
            if other.network == .none, other.settings.names == NameOptions() { return [] }
            owner = other.id
        }
        return NameFile.allCases.map {
            NameFileMount(
                source: "\(path(of: owner))/\($0.fileName)", target: $0.target, isReadOnly: settings.readOnlyRoot)
        }
    }

    /// The container whose network it is that somebody shares.
    private func networkOwner(_ id: String) throws -> ContainerRecord {
        var record = try container(id).record
        // Nobody is in the network of one that was made after it.
        for _ in 0..<100 {
            guard case .container(let other) = record.network else { break }
            record = try container(other).record
        }
        return record
    }

    /// Writes a container's own files of names into its directory. What a
    /// process of the container wrote to them at its last run is gone, but a
    /// resolv.conf that it wrote to stays, as with Docker.
    /// - Parameters:
    ///   - network: what it is going to have; `nil`: no links.
    ///   - firstID: root's id, where it has a user namespace of its own.
    func writeNameFiles(
        of record: ContainerRecord, _ network: ContainerNetwork?, firstID: UInt32?
    ) throws {
        let settings = record.settings
        guard settings.network.container == nil, !(try nameFiles(of: settings)).isEmpty else { return }
        let directory = try directory(of: record.id)
        let keepsResolver = try directory.isResolverFileChanged()
        for file in NameFile.allCases where file != .resolver || !keepsResolver {
            // Where the user mounts something, nothing of ours is seen.
            let text: String
            switch file {
            case .hosts: text = try hostsText(of: record, network)
            case .hostname: text = settings.hostname + "\n"
            case .resolver: text = resolverText(of: settings, network)
            }
            try directory.descriptor.writeVolatileFile(file.fileName, Array(text.utf8), mode: 0o644)
            // For every user in the container, whatever umask(2) whoever starts it has.
            try directory.descriptor.setMode(ofNode: file.fileName, 0o644)
            if let firstID {
                let root = FileOwner(user: firstID, group: firstID)
                try directory.descriptor.setOwner(of: file.fileName, root)
            }
            // One that is removed at its end is never started again.
            if file == .resolver, !record.removeOnExit { try directory.noteResolverFile(Array(text.utf8)) }
        }
    }

    private func hostsText(of record: ContainerRecord, _ network: ContainerNetwork?) throws -> String {
        let settings = record.settings
        var file = HostsFile(hasVersion6: HostNetwork.hasVersion6)
        for alias in settings.names.hosts {
            for address in try alias.addresses(settings.network, network) {
                file.aliases.append(.init(address: address, names: [alias.name]))
            }
        }
        if settings.network == .host {
            return try hostFile("/etc/hosts") + file.aliases.map(\.text).joined()
        }
        file.own = record.hostsLines(network)
        return file.text
    }

    func resolverText(of settings: ContainerSettings, _ network: ContainerNetwork?) -> String {
        let text = (try? hostFile(HostResolver.path)) ?? ""  // none is as good as an empty one
        let host = ResolverConfiguration(parsing: text)
        guard settings.network != .host else { return settings.names.applied(to: host, text: text) }
        let hasVersion6 = network?.attachments.contains { $0.addresses.contains { $0.address.family == .v6 } } ?? true
        return ResolverConfiguration(
            host: host, settings.names, ownServer: network?.resolver == nil ? nil : NameServerPlace.address,
            hasVersion6: hasVersion6
        ).text
    }

    /// A file of the host; empty if there is none.
    private func hostFile(_ path: String) throws -> String {
        do throws(SystemError) {
            let bytes = try Descriptor.open(path, [.readOnly, .nonBlocking]).readToEnd(limit: 1 << 20, name: path)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            if error.errno == ENOENT { return "" }
            throw error
        }
    }

    /// Whether the servers that the host asks are out of the reach of a
    /// container with a network of its own, so that it needs one that reaches them.
    func needsNameServer(_ settings: ContainerSettings) -> Bool {
        guard settings.names.servers.isEmpty else { return false }
        var resolver = HostResolver()
        return resolver.current().serversOfContainers(hasVersion6: HostNetwork.hasVersion6).isEmpty
    }
}

extension NameOptions {
    /// The host's file, as it is unless something was asked for.
    fileprivate func applied(to host: ResolverConfiguration, text: String) -> String {
        guard !servers.isEmpty || !searchDomains.isEmpty || !options.isEmpty else { return text }
        return ResolverConfiguration(
            servers: servers.isEmpty ? host.servers : servers.map { NameServerAddress($0) },
            searchDomains: searched(host.searchDomains), options: options.isEmpty ? host.options : options
        ).text
    }
}

extension HostAlias {
    /// Its address, or those by which the container reaches the host.
    fileprivate func addresses(_ mode: NetworkMode, _ network: ContainerNetwork?) throws(EngineError) -> [IPAddress] {
        if let address { return [address] }
        if mode == .host { return [.v4(0x7f00_0001)] }
        let gateways = network?.attachments.flatMap(\.gateways) ?? []
        guard !gateways.isEmpty else {
            throw EngineError(
                .conflict,
                "--add-host \(text) needs a network that leads to the host, and \(mode.rawValue) doesn't: "
                    + "give an address, or use another network")
        }
        return gateways
    }
}
