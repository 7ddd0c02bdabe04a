import Networks

/// A container's /etc/hosts (hosts(5)), as Docker writes it: the names of the
/// loopback, what the user adds, and the container's own.
struct HostsFile: Hashable, Sendable {
    /// The container has version 6.
    var hasVersion6: Bool
    /// Each with its address.
    var aliases: [Line] = []
    /// The container's own addresses: the host name, with its domain before it if there
    /// is one, and the container's name.
    var own: [Line] = []

    struct Line: Hashable, Sendable {
        var address: IPAddress
        var names: [String]

        var text: String { "\(address)\t\(names.joined(separator: " "))\n" }
    }

    var text: String {
        Self.loopback(hasVersion6: hasVersion6) + aliases.map(\.text).joined() + own.map(\.text).joined()
    }

    /// Without version 6 its names would lead to what can't be reached.
    private static func loopback(hasVersion6: Bool) -> String {
        let lines = [
            "127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback", "fe00::\tip6-localnet",
            "ff00::\tip6-mcastprefix", "ff02::1\tip6-allnodes", "ff02::2\tip6-allrouters",
        ]
        return lines.prefix(hasVersion6 ? lines.count : 1).map { $0 + "\n" }.joined()
    }

    /// The names of a container, the longest first.
    static func names(hostname: String, domain: String?, container: String) -> [String] {
        var names = domain.map { ["\(hostname).\($0)", hostname] } ?? [hostname]
        if !names.contains(container), DomainName(container) != nil { names.append(container) }
        return names
    }

    /// A file with other lines of the container's own. Everything else in it stays, whoever wrote that.
    static func changed(_ file: [UInt8], from old: [Line], to new: [Line]) -> [UInt8] {
        let gone = old.filter { !new.contains($0) }.map { Array($0.text.utf8.dropLast()) }
        var lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        // What comes behind the last line's end is no line.
        if lines.last?.isEmpty == true { lines.removeLast() }
        lines.removeAll { gone.contains($0) }
        for line in new.map({ Array($0.text.utf8.dropLast()) }) where !lines.contains(line) { lines.append(line) }
        return lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    }
}

extension ContainerRecord {
    /// The lines of its own addresses.
    func hostsLines(_ network: ContainerNetwork?) -> [HostsFile.Line] {
        let names = HostsFile.names(hostname: settings.hostname, domain: settings.domainName, container: name)
        let addresses = network?.attachments.flatMap(\.addresses) ?? []
        return addresses.map { HostsFile.Line(address: $0.address, names: names) }
    }
}
