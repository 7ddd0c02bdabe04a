import JSON

/// One link of a container, as it is to be: everything is decided.
public struct Attachment: Hashable, Sendable {
    /// The network's id, which names its directory too.
    public var network: String
    /// What the network is called: behind a container's name and a dot it may be asked for, too.
    public var networkName: String?
    public var kind: Kind
    /// The link's name in the container: `eth0`.
    public var interface: String
    public var hardwareAddress: MACAddress
    /// At most one a version.
    public var addresses: [InterfaceAddress]
    /// Where all else is sent; at most one a version, and none on an internal network.
    public var gateways: [IPAddress]
    /// What it is found by on this network: its name, its short id, aliases. Lower case.
    public var names: [String]
    /// Bytes; `nil`: the network's.
    public var mtu: Int?
    /// It doesn't reach the network's other containers, only the host and what is beyond.
    public var isIsolated = false
    /// `nil`: as fast as it can.
    public var rate: LinkRate?

    public enum Kind: Hashable, Sendable {
        /// A pair of links, one end of which is a port of the bridge of that name.
        case bridge(String)
        /// A link of its own on top of a link of the host, by that name.
        case macvlan(parent: String)
    }

    public init(
        network: String, kind: Kind, interface: String, hardwareAddress: MACAddress, addresses: [InterfaceAddress],
        gateways: [IPAddress], names: [String] = [], mtu: Int? = nil, networkName: String? = nil
    ) {
        self.networkName = networkName
        self.network = network
        self.kind = kind
        self.interface = interface
        self.hardwareAddress = hardwareAddress
        self.addresses = addresses
        self.gateways = gateways
        self.names = names
        self.mtu = mtu
    }

    /// Whether the host reaches the container by it.
    public var isOnBridge: Bool { if case .bridge = kind { true } else { false } }

    /// Whether the link that is there for one of them serves the other, too: names are no property of a link, and
    /// where all else is sent, and how fast, can be changed while packets flow.
    public func hasSameLink(as other: Attachment) -> Bool {
        var changed = other
        changed.names = names
        changed.networkName = networkName
        changed.gateways = gateways
        changed.rate = rate
        return changed == self
    }
}

extension Attachment: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        let kind: Kind
        if let bridge: String = try object.optional("bridge") {
            kind = .bridge(bridge)
        } else {
            kind = .macvlan(parent: try object.required("parent"))
        }
        self.init(
            network: try object.required("network"),
            kind: kind,
            interface: try object.required("interface"), hardwareAddress: try object.required("hardwareAddress"),
            addresses: try object.required("addresses"), gateways: try object.required("gateways"),
            names: try object.optional("names") ?? [], mtu: try object.optional("mtu"),
            networkName: try object.optional("networkName"))
        isIsolated = try object.optional("isolated") ?? false
        rate = try object.optional("rate")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("network", network)
            writer.member("networkName", networkName)
            switch kind {
            case .bridge(let name): writer.member("bridge", name)
            case .macvlan(let parent): writer.member("parent", parent)
            }
            writer.member("interface", interface)
            writer.member("hardwareAddress", hardwareAddress)
            writer.member("addresses", addresses)
            writer.member("gateways", gateways)
            writer.member("names", names)
            writer.member("mtu", mtu)
            if isIsolated { writer.member("isolated", isIsolated) }
            if let rate { writer.member("rate", rate) }
        }
    }
}
