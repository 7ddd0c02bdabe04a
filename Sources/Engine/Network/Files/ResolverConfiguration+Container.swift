import Networks

extension ResolverConfiguration {
    /// A container's resolv.conf(5), by Docker's rules.
    /// - Parameters:
    ///   - host: the host's own.
    ///   - ownServer: the container's name server, if it has one; it is asked
    ///     for everything, and asks others itself.
    ///   - hasVersion6: the container has addresses of version 6.
    init(host: ResolverConfiguration, _ asked: NameOptions, ownServer: IPAddress?, hasVersion6: Bool) {
        let servers: [NameServerAddress]
        if let ownServer {
            servers = [NameServerAddress(ownServer)]
        } else if asked.servers.isEmpty {
            servers = host.serversOfContainers(hasVersion6: hasVersion6)
        } else {
            servers = asked.servers.map { NameServerAddress($0) }
        }
        var options = asked.options.isEmpty ? host.options : asked.options
        // A container's name has no dot, and is to be asked for as it is before anything is added to it.
        if ownServer != nil, !options.contains(where: { $0.hasPrefix("ndots:") }) { options.append("ndots:0") }
        self.init(servers: servers, searchDomains: asked.searched(host.searchDomains), options: options)
    }

    /// Those of the host's servers that a container with a network of its own
    /// can reach: in it, loopback is itself, and links have other names.
    func serversOfContainers(hasVersion6: Bool) -> [NameServerAddress] {
        servers.filter {
            !$0.address.isLoopback && !$0.address.isUnspecified && $0.link == nil
                && ($0.address.family == .v4 || hasVersion6)
        }
    }
}
