import JSON
import LinuxSystem
import Networks

extension Engine {
    /// All that is known of a network, in the shape that Docker's `network inspect` has.
    public func inspect(_ network: NetworkRecord) throws -> JSONValue {
        let endpoints = try endpoints(of: network)
        return object([
            ("Name", .string(network.name)), ("Id", .string(network.id)),
            ("Created", .string(network.createdAt.description)), ("Scope", .string("local")),
            ("Driver", .string(network.driver.rawValue)), ("EnableIPv4", .boolean(network.subnet(.v4) != nil)),
            ("EnableIPv6", .boolean(network.subnet(.v6) != nil)),
            (
                "IPAM",
                object([
                    ("Driver", .string("default")), ("Options", .null),
                    ("Config", .array(network.subnets.map(\.inspection))),
                ])
            ),
            ("Internal", .boolean(network.isInternal)), ("Attachable", .boolean(network.isAttachable)),
            ("Ingress", .boolean(false)), ("ConfigFrom", object([("Network", .string(""))])),
            ("ConfigOnly", .boolean(false)), ("Containers", object(endpoints.map { ($0.container, $0.inspection) })),
            ("Options", texts(network.shownOptions)), ("Labels", texts(network.labels)),
        ])
    }
}

extension NetworkRecord {
    /// With the names of what is on the host.
    fileprivate var shownOptions: [String: String] {
        guard let link else { return options }
        return options.merging([DriverOption.bridgeName.rawValue: link]) { own, _ in own }
    }
}

extension NetworkSubnet {
    fileprivate var inspection: JSONValue {
        var members = [("Subnet", JSONValue.string(subnet.description))]
        if let range { members.append(("IPRange", .string(range.description))) }
        if let gateway { members.append(("Gateway", .string(gateway.description))) }
        if !reserved.isEmpty { members.append(("AuxiliaryAddresses", texts(reserved.mapValues(\.description)))) }
        return object(members)
    }
}

extension NetworkEndpoint {
    fileprivate var inspection: JSONValue {
        let address: (IPAddress.Family) -> JSONValue = { family in
            .string(addresses.first { $0.address.family == family }?.description ?? "")
        }
        return object([
            ("Name", .string(name)), ("EndpointID", .string("")),
            ("MacAddress", .string(hardwareAddress?.description ?? "")), ("IPv4Address", address(.v4)),
            ("IPv6Address", address(.v6)),
        ])
    }
}

private func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(JSONObject(members: members.map { .init(key: $0.0, value: $0.1) }))
}

private func texts(_ texts: [String: String]) -> JSONValue {
    object(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
}
