import JSON
import Networks

/// That a container is to be in a network, and as what: one `--network NAME`.
public struct NetworkConnection: Hashable, Sendable {
    /// The network's name; what the user wrote, until the container is made.
    public var network: String
    /// By what else other containers find it there.
    public var aliases: [String] = []
    /// `--ip`; `nil`: any that is free, as with version 6.
    public var address4: IPAddress?
    public var address6: IPAddress?
    /// `nil`: one that follows from the address.
    public var hardwareAddress: MACAddress?

    public init(network: String) {
        self.network = network
    }

    /// Those that were asked for.
    var addresses: [IPAddress] { [address4, address6].compactMap { $0 } }

    /// Nothing but the network was named.
    var isPlain: Bool { self == NetworkConnection(network: network) }
}

/// What `--network` asks for.
public enum NetworkOption: Hashable, Sendable {
    /// The network of somebody else, or none.
    case mode(NetworkMode)
    case connection(NetworkConnection)

    /// `MODE`, `NAME[,ip=ADDRESS][,ip6=ADDRESS][,alias=NAME][,mac-address=MAC]`, or Docker's `name=NAME,…`.
    public init(parsing text: String) throws(InvalidOption) {
        let fields = try CommaSeparated(parsing: text).fields
        var connection = NetworkConnection(network: "")
        for (index, field) in fields.enumerated() {
            if index == 0, !field.contains("=") {
                connection.network = field
                continue
            }
            let pair = try KeyValue(parsing: field)
            switch pair.key {
            case "name": connection.network = pair.value
            case "alias": connection.aliases.append(try NetworkConnection.alias(parsing: pair.value))
            case "ip": connection.address4 = try NetworkRequest.address(parsing: pair.value, .v4)
            case "ip6": connection.address6 = try NetworkRequest.address(parsing: pair.value, .v6)
            case "mac-address": connection.hardwareAddress = try NetworkConnection.hardwareAddress(parsing: pair.value)
            default:
                throw InvalidOption("unknown field \(pair.key); there are name, alias, ip, ip6 and mac-address")
            }
        }
        if connection.network.isEmpty { throw InvalidOption("the network's name is missing") }
        guard let mode = NetworkMode(rawValue: connection.network) else {
            throw InvalidOption("must be a network's name, none, host or container:NAME")
        }
        if case .named = mode {
            self = .connection(connection)
            return
        }
        guard connection.isPlain else {
            throw InvalidOption("addresses and aliases need a network of their own: \(mode.rawValue) has none to give")
        }
        self = .mode(mode)
    }
}

extension NetworkConnection {
    /// `--network-alias`. It becomes the name of a file, and a name in the DNS (RFC 1123, with `_` as Docker has it).
    public static func alias(parsing text: String) throws(InvalidOption) -> String {
        let isAllowed: (UInt8) -> Bool = { $0.isASCIIAlphanumeric || "_.-".utf8.contains($0) }
        guard let first = text.utf8.first, first.isASCIIAlphanumeric, text.utf8.allSatisfy(isAllowed),
            text.utf8.count <= 253, text.split(separator: ".").allSatisfy({ $0.utf8.count <= 63 })
        else {
            throw InvalidOption(
                "\"\(text)\" is no name: take letters and digits, after the first also \"_\", \".\", \"-\"")
        }
        return text
    }

    /// `--mac-address`.
    public static func hardwareAddress(parsing text: String) throws(InvalidOption) -> MACAddress {
        guard let address = MACAddress(parsing: text) else {
            throw InvalidOption("\"\(text)\" is no hardware address of one link: write one as 02:42:ac:1e:00:05")
        }
        return address
    }
}

extension NetworkConnection: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(network: try object.required("name"))
        aliases = try object.optional("aliases") ?? []
        address4 = try object.optional("ip")
        address6 = try object.optional("ip6")
        hardwareAddress = try object.optional("macAddress")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", network)
            if !aliases.isEmpty { writer.member("aliases", aliases) }
            writer.member("ip", address4)
            writer.member("ip6", address6)
            writer.member("macAddress", hardwareAddress)
        }
    }
}
