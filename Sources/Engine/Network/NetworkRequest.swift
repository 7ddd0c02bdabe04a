import Networks

/// What `network create` is asked for; what is absent is decided when it is made.
public struct NetworkRequest: Sendable {
    public var name: NetworkName
    public var driver = NetworkDriver.bridge
    public var isInternal = false
    public var isAttachable = false
    /// `nil`: as the kernel can.
    public var ipv6: Bool?
    public var ipv4 = true
    public var subnets: [Subnet] = []
    public var gateways: [IPAddress] = []
    public var ranges: [Subnet] = []
    /// `--aux-address`.
    public var reserved: [String: IPAddress] = [:]
    public var labels: [String: String] = [:]
    public var options: [String: String] = [:]

    public init(name: NetworkName) {
        self.name = name
    }

    /// `--subnet`, `--ip-range`.
    public static func subnet(parsing text: String) throws(InvalidOption) -> Subnet {
        guard let parsed = InterfaceAddress(parsing: text) else {
            throw InvalidOption("\"\(text)\" is no subnet: write one as 172.30.0.0/16 or fd12:3456:789a::/64")
        }
        guard parsed.subnet.address == parsed.address else {
            throw InvalidOption("\(text) is an address within the subnet \(parsed.subnet): write that")
        }
        return parsed.subnet
    }

    /// `--gateway`, `--ip`, `--ip6`.
    /// - Parameter family: `nil`: either.
    public static func address(
        parsing text: String, _ family: IPAddress.Family? = nil
    ) throws(InvalidOption) -> IPAddress {
        guard let address = IPAddress(parsing: text), family == nil || address.family == family else {
            let kind = family.map { $0 == .v4 ? " of version 4" : " of version 6" } ?? ""
            let example = family == .v6 ? "fd12:3456:789a::5" : "172.30.0.5"
            throw InvalidOption("\"\(text)\" is no address\(kind): write one as \(example)")
        }
        return address
    }
}
