import Glibc

/// What a resolver's file says (resolv.conf(5)).
public struct ResolverConfiguration: Hashable, Sendable {
    /// In their order. Only those are kept whose address can be read.
    public var servers: [NameServerAddress]
    public var searchDomains: [String]
    /// Such as `ndots:1`.
    public var options: [String]

    public init(servers: [NameServerAddress] = [], searchDomains: [String] = [], options: [String] = []) {
        self.servers = servers
        self.searchDomains = searchDomains
        self.options = options
    }

    /// Reads what can be read of it, as the C library does: lines of other words
    /// are comments, the last `search` or `domain` counts, options add up.
    public init(parsing text: String) {
        self.init()
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split { " \t\r".utf8.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
            // A comment's first word is none of these.
            switch words.first {
            case "nameserver":
                if words.count > 1, let server = NameServerAddress(parsing: words[1]) { servers.append(server) }
            case "search", "domain": searchDomains = Array(words.dropFirst())
            case "options": options += words.dropFirst()
            default: break
            }
        }
    }

    /// Each of its lines.
    public var text: String {
        var lines = servers.map { "nameserver \($0)" }
        if !searchDomains.isEmpty { lines.append("search " + searchDomains.joined(separator: " ")) }
        if !options.isEmpty { lines.append("options " + options.joined(separator: " ")) }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// Where a name server is: an address, and with a link-local one its link.
public struct NameServerAddress: Hashable, Sendable {
    public var address: IPAddress
    /// Such as `eth0`.
    public var link: String?

    public init(_ address: IPAddress, link: String? = nil) {
        self.address = address
        self.link = link
    }

    /// `ADDRESS` or `ADDRESS%LINK`.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(parsing: first) else { return nil }
        self.init(address, link: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// Where to send to; `nil` when the link isn't there.
    public var endpoint: Endpoint? {
        guard let link else { return Endpoint(address, port: 53) }
        // Some write the link's number (RFC 4007, section 11.2).
        let index = UInt32(link) ?? if_nametoindex(link)
        return index == 0 ? nil : Endpoint(address, port: 53, scope: Int(index))
    }
}

extension NameServerAddress: CustomStringConvertible {
    public var description: String { link.map { "\(address)%\($0)" } ?? "\(address)" }
}
