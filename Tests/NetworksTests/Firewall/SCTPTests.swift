import Networks
import TestSupport
import Testing

/// Translation is the packet filter's work alone, so it is tried by packets, on kernels without sockets of SCTP too.
@Suite(.requiresRoot, .serialized)
struct SCTPTests {
    @Test("the first packet of an association comes to the container's port, whole, by both versions")
    func initiation() throws {
        try NetworkHost.run { host in
            try host.makeNetwork(1)
            let server = try host.start(on: 1, 2, ports: [.test(.sctp, 8080)])
            for version in 0..<2 {
                var listener = try server.place.program(["python3", "-c", Self.listener, "\(version)"]).start()
                try listener.output.wait(for: "ready")
                let address = NetworkHost.addresses[version]
                try host.neighbour.run("python3", "-c", Self.sender, address)
                let seen = try listener.finish(within: .seconds(10)).lines.last
                #expect(seen == "\(NetworkHost.neighbourAddresses[version]) 40000 80 True", "\(address)")
            }
            try server.end()
        }
    }

    /// RFC 9260, 6.8.
    private static let checksum = """
        import socket, struct, sys
        def crc32c(data):
            crc = 0xffffffff
            for byte in data:
                crc ^= byte
                for _ in range(8): crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
            return crc ^ 0xffffffff

        """

    /// Sends the chunk INIT from port 40000 to 8080.
    private static let sender =
        checksum + """
            address = sys.argv[1]
            chunk = struct.pack("!BBHIIHHI", 1, 0, 20, 0x1234, 65536, 1, 1, 1)
            header = struct.pack("!HHI", 40000, 8080, 0)
            packet = header + struct.pack("<I", crc32c(header + bytes(4) + chunk)) + chunk
            s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_RAW, 132)
            for _ in range(3): s.sendto(packet, (address, 0))
            """

    /// Prints where the first one came from, its ports, and whether it is whole.
    private static let listener =
        checksum + """
            isVersion6 = sys.argv[1] == "1"
            s = socket.socket(socket.AF_INET6 if isVersion6 else socket.AF_INET, socket.SOCK_RAW, 132)
            s.settimeout(8); print("ready", flush=True)
            packet, sender = s.recvfrom(999)
            if not isVersion6: packet = packet[20:]
            source, destination = struct.unpack("!HH", packet[:4])
            isWhole = struct.unpack("<I", packet[8:12])[0] == crc32c(packet[:8] + bytes(4) + packet[12:])
            print(sender[0], source, destination, isWhole)
            """
}
