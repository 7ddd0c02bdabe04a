import LinuxSystem
import Networks
import TestSupport
import Testing

@Suite(.requiresRoot, .serialized)
struct PortHoldTests {
    @Test(
        "a port that a program listens at is refused, and the program is named",
        arguments: [PortMapping.Transport.tcp, .udp])
    func named(_ transport: PortMapping.Transport) throws {
        try NetworkHost.run { host in
            let server = try host.own.program(["python3", "-c", NetworkPlace.server]).start()
            _ = try eventually { try host.own.ask("127.0.0.1", 80, transport) == "127.0.0.1" }
            for address in [nil, "127.0.0.1", "0.0.0.0", "::"] {
                let mapping = PortMapping.test(transport, 80, at: address)
                let sentence =
                    "the host's port \(mapping.hostText) is in use: python3 (process \(server.pid)) listens there"
                var hold = PortHold()
                let refusal = #expect(throws: NetworkError.self) { try hold.add([mapping]) }
                #expect(refusal == .inUse(sentence))
            }
            try server.send(.kill)
        }
    }

    @Test("a port that is held is nobody else's, until it is given up", arguments: [PortMapping.Transport.tcp, .udp])
    func exclusive(_ transport: PortMapping.Transport) throws {
        try NetworkHost.run { host in
            var hold = PortHold()
            try hold.add([.test(transport, 8080), .test(transport, 8081, at: "127.0.0.1")])
            var other = PortHold()
            let taken: [PortMapping] = [
                .test(transport, 8080), .test(transport, 8080, at: "127.0.0.1"), .test(transport, 8081),
            ]
            for mapping in taken {
                #expect(throws: NetworkError.self) { try other.add([mapping]) }
            }
            try other.add([.test(transport, 8081, at: NetworkHost.addresses[0])])
            hold.remove([.test(transport, 8080)])
            try other.add([.test(transport, 8080)])
            #expect(hold.ports == [.test(transport, 8081, at: "127.0.0.1")])
        }
    }

    @Test("of several ports all are held or none")
    func allOrNone() throws {
        try NetworkHost.run { host in
            var first = PortHold()
            try first.add([.test(.tcp, 8082)])
            var second = PortHold()
            #expect(throws: NetworkError.self) { try second.add([.test(.tcp, 8081), .test(.tcp, 8082)]) }
            #expect(second.ports.isEmpty)
            try first.add([.test(.tcp, 8081)])
        }
    }

    @Test("connections that have just been closed don't keep a port")
    func closedConnections() throws {
        try NetworkHost.run { host in
            try host.own.run("python3", "-c", Self.closing)
            #expect(try host.own.run("ss", "-Htan", "state", "time-wait").text.contains(":8080"))
            var hold = PortHold()
            try hold.add([.test()])
        }
    }

    /// The server's side closes first, and so remembers.
    private static let closing = """
        import socket, time
        l = socket.socket(); l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        l.bind(("0.0.0.0", 8080)); l.listen(1); c = socket.create_connection(("127.0.0.1", 8080))
        a, _ = l.accept(); a.close(); time.sleep(0.1); c.close(); l.close()
        """

    @Test("whoever comes to a held port that leads nowhere is refused")
    func refused() throws {
        try NetworkHost.run { host in
            var hold = PortHold()
            try hold.add([.test()])
            #expect(try host.neighbour.ask(NetworkHost.addresses[0], 8080) == "refused")
            #expect(hold.ports.count == 1)
        }
    }

    @Test("an address that the host doesn't have is refused")
    func strangeAddress() throws {
        try NetworkHost.run { host in
            var hold = PortHold()
            let refusal = #expect(throws: NetworkError.self) {
                try hold.add([.test(.tcp, 8080, at: "198.51.100.1")])
            }
            #expect(refusal == .refused("cannot publish 198.51.100.1:8080/tcp: the host has no such address"))
        }
    }
}
