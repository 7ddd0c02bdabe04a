import JSON
import Networks

/// A block of addresses of a network, and what of it containers don't get.
public struct NetworkSubnet: Hashable, Sendable {
    public var subnet: Subnet
    /// The host's address on a bridge, or somebody's among the neighbours; `nil`: there is none.
    public var gateway: IPAddress?
    /// `--ip-range`: containers get addresses from here.
    public var range: Subnet?
    /// `--aux-address`: who else has an address, by any name.
    public var reserved: [String: IPAddress]

    public init(
        subnet: Subnet, gateway: IPAddress? = nil, range: Subnet? = nil, reserved: [String: IPAddress] = [:]
    ) {
        self.subnet = subnet
        self.gateway = gateway
        self.range = range
        self.reserved = reserved
    }

    /// Whether a container may have it. The first of a subnet names the subnet itself (with version 6 it is any
    /// router's, RFC 4291), the last of version 4 is broadcast.
    func isFree(_ address: IPAddress) -> Bool {
        subnet.contains(address) && address != subnet.address && address != gateway
            && (subnet.family == .v6 || address != subnet.last) && !reserved.values.contains(address)
    }

    /// Where containers' addresses are taken from.
    var pool: Subnet { range ?? subnet }

    /// The gateway that a subnet has when nobody chose one.
    static func firstAddress(of subnet: Subnet) -> IPAddress { IPAddress(subnet.address.value + 1, subnet.family) }
}

extension NetworkSubnet: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        self.init(
            subnet: try object.required("subnet"), gateway: try object.optional("gateway"),
            range: try object.optional("range"), reserved: try object.optional("reserved") ?? [:])
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("subnet", subnet)
            writer.member("gateway", gateway)
            writer.member("range", range)
            if !reserved.isEmpty { writer.member("reserved", reserved) }
        }
    }
}
