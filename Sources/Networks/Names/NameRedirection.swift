import LinuxSystem

/// Leads a container's questions, which go to port 53 of an address of its own,
/// to the ports that its name server listens at: so a program of the container
/// may itself listen at port 53 of all addresses.
///
/// Two bytes of each packet are exchanged, statelessly, by a table of the packet
/// filter in the container's namespace: no connection is tracked for it. A
/// question is changed after all rules that the container has itself, and an
/// answer before: to them both are of port 53.
public struct NameRedirection: Sendable {
    /// The table in the container's namespace.
    public static let table = FilterTable(.ip, "skiff_names")

    private let address: IPAddress
    private static let comment = "leads to the container's name server"
    private static let port: UInt16 = 53
    /// Behind and before everything that nft(8) has names for.
    private static let last: Int32 = 350
    private static let first: Int32 = -450

    /// - Parameter address: of version 4, in the container.
    public init(of address: IPAddress) { self.address = address }

    /// Makes the table, or makes it anew. It goes with the namespace.
    /// - Parameters:
    ///   - datagrams: the server's port over UDP.
    ///   - stream: over TCP.
    /// - Returns: the connection that it was made by, to be kept for a while: closing one waits for what the packet
    ///   filter has still to tidy up, which takes it milliseconds (an RCU grace period).
    /// - Throws: what the kernel says, when it has no packet filter or can't change packets.
    public func establish(
        datagrams: UInt16, stream: UInt16, in namespace: borrowing Descriptor
    ) throws(SystemError) -> NetlinkSocket {
        let socket = try NetlinkSocket(.netfilter, in: namespace)
        var transaction = FilterTransaction()
        let table = Self.table
        // One that is there leads to a server that has gone.
        transaction.addTable(table, comment: Self.comment, isNew: false)
        transaction.deleteTable(table)
        transaction.addTable(table, comment: Self.comment)
        transaction.addChain(
            "questions", type: .filter, hook: .output, priority: Self.last, to: table, comment: "to port 53")
        transaction.addChain(
            "answers", type: .filter, hook: .output, priority: Self.first, to: table, comment: "from the name server")
        for transport in [Transport.datagrams(datagrams), .stream(stream)] {
            transaction.addRule(
                to: "questions", of: table, comment: transport.name,
                expressions(transport, address: .destination, from: Self.port, to: transport.port))
            transaction.addRule(
                to: "answers", of: table, comment: transport.name,
                expressions(transport, address: .source, from: transport.port, to: Self.port))
        }
        try transaction.commit(by: socket)
        return socket
    }

    private enum Transport {
        case datagrams(UInt16)
        case stream(UInt16)

        var port: UInt16 {
            switch self {
            case .datagrams(let port), .stream(let port): port
            }
        }

        var name: String { number == 17 ? "udp" : "tcp" }

        /// IPPROTO_UDP or IPPROTO_TCP.
        var number: UInt8 {
            if case .datagrams = self { 17 } else { 6 }
        }

        /// Where the checksum stands in the header (RFC 768, RFC 9293).
        var checksum: UInt32 { number == 17 ? 6 : 16 }
    }

    /// Which of the packet's two ends: the offset of its address in the
    /// network's header, and of its port in the transport's.
    private enum End {
        case source, destination

        var address: UInt32 { self == .source ? 12 : 16 }
        var port: UInt32 { self == .source ? 0 : 2 }
    }

    private func expressions(
        _ transport: Transport, address end: End, from port: UInt16, to newPort: UInt16
    ) -> [FilterExpression] {
        [
            .payload(.network, offset: end.address, length: 4, into: 0),
            .equal(0, address.bytes),
            .meta(.protocolNumber, into: 0),
            .equal(0, [transport.number]),
            .payload(.transport, offset: end.port, length: 2, into: 0),
            .equal(0, port.networkBytes),
            .load(newPort.networkBytes, into: 0),
            .setPayload(.transport, offset: end.port, length: 2, from: 0, checksum: transport.checksum),
        ]
    }
}
