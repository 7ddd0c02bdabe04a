import JSON

/// All that a container has of networks, as it stands in `network.json` in the
/// container's directory: the engine writes it before a start, the supervisor
/// does it at each start and undoes it at the end.
public struct ContainerNetwork: Hashable, Sendable {
    /// The nftables table that translates for it.
    public var table: String
    public var attachments: [Attachment]
    public var ports: [PortMapping]
    /// `nil`: no name server runs for it.
    public var resolver: ResolverSettings?

    public init(
        table: String, attachments: [Attachment], ports: [PortMapping] = [], resolver: ResolverSettings? = nil
    ) {
        self.table = table
        self.attachments = attachments
        self.ports = ports
        self.resolver = resolver
    }

    /// Its file in the container's directory.
    public static let fileName = "network.json"

    /// Whether published ports lead anywhere: what stands on a link of the host (macvlan) the host itself doesn't reach.
    public var hasBridge: Bool { attachments.contains(where: \.isOnBridge) }

    /// Where published ports lead to: the container's address in the network by which it answers, or if no bridge leads
    /// to the world, in the first that has a bridge.
    public func target(_ family: IPAddress.Family) -> IPAddress? {
        let reached = attachments.filter(\.isOnBridge)
        let answering = reached.filter { $0.gateways.contains { $0.family == family } }
        return (answering + reached).lazy.flatMap(\.addresses).first { $0.address.family == family }?.address
    }
}

/// Whom the container's own name server asks about names that are none of its networks'.
public struct ResolverSettings: Hashable, Sendable {
    /// `--dns`. Empty: the host's, as its resolv.conf(5) names them at that moment.
    public var servers: [IPAddress]

    public init(servers: [IPAddress]) { self.servers = servers }
}

extension ResolverSettings: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        self.init(servers: try JSONObject(json: value).optional("servers") ?? [])
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in writer.member("servers", servers) }
    }
}

extension ContainerNetwork: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            table: try object.required("table"), attachments: try object.required("attachments"),
            ports: try object.required("ports"), resolver: try object.optional("resolver"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("table", table)
            writer.member("attachments", attachments)
            writer.member("ports", ports)
            writer.member("resolver", resolver)
        }
    }
}
