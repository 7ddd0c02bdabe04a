import JSON
import Networks

/// What a user asks of how names are resolved in a container: `--dns`,
/// `--dns-search`, `--dns-option`, `--add-host`. Empty means: as the host does.
public struct NameOptions: Hashable, Sendable {
    public var servers: [IPAddress] = []
    /// `.` alone: none at all.
    public var searchDomains: [String] = []
    public var options: [String] = []
    /// Further lines of the container's /etc/hosts.
    public var hosts: [HostAlias] = []

    public init() {}

    /// What is to be searched, when this is what the host's file says.
    func searched(_ host: [String]) -> [String] {
        searchDomains.isEmpty ? host : searchDomains.filter { $0 != "." }
    }
}

/// One `--add-host NAME:ADDRESS`.
public struct HostAlias: Hashable, Sendable {
    public var name: String
    /// `nil`: the host's own, as the container reaches it (`host-gateway`).
    public var address: IPAddress?

    /// What Docker calls the host's address.
    static let gatewayWord = "host-gateway"
    private static let separator: Character = ":"

    /// `NAME:ADDRESS` or `NAME=ADDRESS`; with version 6 the address may stand in brackets.
    public init(parsing text: String) throws(InvalidOption) {
        guard let separator = text.firstIndex(where: { $0 == Self.separator || $0 == "=" }) else {
            throw InvalidOption("must be NAME:ADDRESS")
        }
        name = String(text[..<separator])
        var value = text[text.index(after: separator)...]
        guard name.isFileWord, DomainName(name) != nil, name != "." else {
            throw InvalidOption("\"\(name)\" is no host's name")
        }
        if value.first == "[", value.last == "]" { value = value.dropFirst().dropLast() }
        if value == Self.gatewayWord { return }
        guard let address = IPAddress(parsing: value) else {
            throw InvalidOption("\"\(value)\" is no address; \(Self.gatewayWord) is the host's")
        }
        self.address = address
    }

    /// As Docker writes it.
    var text: String { "\(name)\(Self.separator)\(address.map { "\($0)" } ?? Self.gatewayWord)" }
}

extension NameOptions {
    /// `--dns`.
    public static func server(parsing text: String) throws(InvalidOption) -> IPAddress {
        guard let address = IPAddress(parsing: text) else { throw InvalidOption("\"\(text)\" is no address") }
        return address
    }

    /// `--dns-search`.
    public static func searchDomain(parsing text: String) throws(InvalidOption) -> String {
        guard text.isFileWord, DomainName(text) != nil else { throw InvalidOption("\"\(text)\" is no domain") }
        return text
    }

    /// `--dns-option`, a word of resolv.conf(5).
    public static func option(parsing text: String) throws(InvalidOption) -> String {
        guard text.isFileWord else { throw InvalidOption("must be one word, such as ndots:2") }
        return text
    }
}

extension String {
    /// Whether it stands in a file as one word.
    fileprivate var isFileWord: Bool { !isEmpty && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x23 } }
}

extension NameOptions: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        servers = try object.optional("servers") ?? []
        searchDomains = try object.optional("searchDomains") ?? []
        options = try object.optional("options") ?? []
        hosts = try object.optional("hosts") ?? []
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("servers", servers)
            writer.member("searchDomains", searchDomains)
            writer.member("options", options)
            writer.member("hosts", hosts)
        }
    }
}

extension HostAlias: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let text = try String(json: value)
        do { self = try HostAlias(parsing: text) } catch { throw JSONError(reason: "\"\(text)\": \(error)") }
    }

    public func write(to writer: inout JSONWriter) { writer.string(text) }
}
