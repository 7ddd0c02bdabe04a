import Networks

/// A container's /etc/hosts (hosts(5)), as Docker writes it: the names of the
/// loopback, what the user adds, and the container's own.
struct HostsFile: Hashable, Sendable {
    /// The container has version 6.
    var hasVersion6: Bool
    /// Each with its address.
    var aliases: [Line] = []
    /// The container's own addresses.
    var addresses: [IPAddress] = []
    /// What those are called: the host name, with its domain before it if there
    /// is one, and the container's name.
    var names: [String] = []

    struct Line: Hashable, Sendable {
        var address: IPAddress
        var names: [String]

        var text: String { "\(address)\t\(names.joined(separator: " "))\n" }
    }

    var text: String {
        Self.loopback(hasVersion6: hasVersion6) + aliases.map(\.text).joined()
            + addresses.map { Line(address: $0, names: names).text }.joined()
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
}
