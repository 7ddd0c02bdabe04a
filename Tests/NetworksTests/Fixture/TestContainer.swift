import Glibc
import LinuxSystem
import Networks
import TestSupport

/// A network namespace that is attached as a container's, and a server in it
/// that answers on port 80 with its client's address.
final class TestContainer {
    let place: NetworkPlace
    let network: ContainerNetwork
    private var server: RunningProgram?

    init(_ number: Int, _ last: Int, ports: [PortMapping]) throws {
        place = try NetworkPlace.make()
        network = Self.network(number, last, ports: ports)
        try links { links in
            for attachment in network.attachments {
                try links.attach(attachment, label: "0123456789", reflects: !ports.isEmpty)
            }
        }
        try PortTable(network.table).publish(ports, of: network)
        var server = try place.program(["python3", "-c", NetworkPlace.server]).start()
        try server.output.wait(for: "ready")
        self.server = .some(server)
    }

    static func network(_ number: Int, _ last: Int, ports: [PortMapping]) -> ContainerNetwork {
        let bridge = NetworkHost.bridge(number)
        let addresses = ["10.9.\(number).\(last)/24", "fd09:\(number)::\(last)/64"]
        let attachment = Attachment(
            network: "test\(number)", kind: .bridge(bridge.name), interface: "eth0",
            hardwareAddress: MACAddress(0x0242_0a09_0000 | UInt64(number << 8 | last)),
            addresses: addresses.compactMap { InterfaceAddress(parsing: $0) }, gateways: bridge.gateways.map(\.address))
        return ContainerNetwork(table: HostNames(key: nil).table, attachments: [attachment], ports: ports)
    }

    func links<Value>(_ body: (borrowing ContainerLinks) throws -> Value) throws -> Value {
        let namespace = try Descriptor.open(place.path, [.readOnly])
        return try body(ContainerLinks(in: namespace))
    }

    var addresses: [String] { network.attachments.flatMap(\.addresses).map { "\($0.address)" } }

    /// As at a container's end.
    func end() throws {
        try PortTable(network.table).unpublish(network.ports, of: network)
        server = nil
        place.close()
    }
}

extension PortMapping {
    /// 8080 of the host to 80.
    static func test(
        _ transport: Transport = .tcp, _ hostPort: UInt16 = 8080, at address: String? = nil
    ) -> PortMapping {
        PortMapping(
            transport: transport, hostAddress: address.flatMap { IPAddress(parsing: $0) }, hostPort: hostPort,
            containerPort: 80)
    }
}
