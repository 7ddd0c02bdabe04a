import CShim
import Glibc
import LinuxSystem
import Networks
import TestSupport

/// A host of the test's own: a network namespace that the test's thread is in,
/// with a neighbour that is another one, joined to it by a pair of links.
final class NetworkHost {
    let names = HostNames(key: nil)
    /// The host's own addresses on the link to its neighbour, and the neighbour's.
    static let addresses = ["192.0.2.1", "2001:db8::1"]
    static let neighbourAddresses = ["192.0.2.2", "2001:db8::2"]
    let neighbour: NetworkPlace
    let own = NetworkPlace(namespace: nil)
    private(set) var containers: [TestContainer] = []

    /// Runs the body on a thread of its own, which is the host.
    static func run(_ body: @escaping @Sendable (NetworkHost) throws -> Void) throws {
        let thread = try Thread.start { () -> Result<Void, any Error> in
            Result {
                let namespace = skiff_network_namespace_make()
                try check(namespace, "make", "a host")
                defer { close(namespace) }
                try body(NetworkHost())
            }
        }
        try thread.join().get()
    }

    private init() throws {
        neighbour = try NetworkPlace.make()
        try own.run("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "uplink", "netns", neighbour.path)
        for (place, addresses, gateways) in [
            (own, Self.addresses, Self.neighbourAddresses), (neighbour, Self.neighbourAddresses, Self.addresses),
        ] {
            try place.run("ip", "address", "add", "\(addresses[0])/24", "dev", "uplink")
            try place.run("ip", "address", "add", "\(addresses[1])/64", "dev", "uplink", "nodad")
            try place.run("ip", "link", "set", "uplink", "up")
            try place.run("ip", "route", "add", "default", "via", gateways[0])
            try place.run("ip", "-6", "route", "add", "default", "via", gateways[1])
        }
    }

    var firewall: Firewall { Firewall(names) }

    /// A network, made as the engine does.
    @discardableResult
    func makeNetwork(_ number: Int, isInternal: Bool = false) throws -> Bridge {
        let bridge = Self.bridge(number, isInternal: isInternal)
        try Bridges().ensure(bridge)
        _ = try Forwarding.enable([.v4, .v6])
        if try firewall.isThere() {
            try firewall.add(bridge)
        } else {
            try firewall.build(bridges: [bridge], containers: [])
        }
        return bridge
    }

    static func bridge(_ number: Int, isInternal: Bool = false) -> Bridge {
        Bridge(
            name: "sk-test\(number)",
            gateways: ["10.9.\(number).1/24", "fd09:\(number)::1/64"].compactMap { InterfaceAddress(parsing: $0) },
            isInternal: isInternal)
    }

    /// A container on the network, with a server in it.
    func start(on number: Int, _ last: Int, ports: [PortMapping] = []) throws -> TestContainer {
        let container = try TestContainer(number, last, ports: ports)
        containers.append(container)
        return container
    }
}

/// A network namespace, and what is run in it.
struct NetworkPlace: Sendable {
    /// `nil`: where the thread is.
    let namespace: CInt?

    /// One that is there until the process ends, or `close` is called.
    static func make() throws -> NetworkPlace {
        try NetworkPlace(namespace: NewNetworkNamespace.begin().finish().release())
    }

    func close() { if let namespace { Glibc.close(namespace) } }

    /// A path by which other processes reach it.
    var path: String { "/proc/\(getpid())/fd/\(namespace ?? -1)" }

    func program(_ words: [String]) -> Program {
        guard namespace != nil else { return Program(words[0], Array(words.dropFirst())) }
        return Program("nsenter", ["--net=\(path)"] + words)
    }

    @discardableResult
    func run(_ words: String...) throws -> ProgramResult { try program(words).run().succeeded() }

    /// What the server at that address answers: the client's address as it sees it; or what went wrong.
    /// - Parameter source: the client's own address; empty: as the routes have it.
    func ask(
        _ address: String, _ port: Int, _ transport: PortMapping.Transport = .tcp, from source: String = ""
    ) throws -> String {
        try program(["python3", "-c", Self.client, address, "\(port)", transport.rawValue, source]).run().text
    }

    private static let client = """
        import socket, sys
        address, port, transport, source = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
        try:
            s = socket.socket(family, kind); s.settimeout(1.5)
            if source: s.bind((source, 0))
            s.connect((address, port)); s.send(b"x")
            print(s.recv(200).decode())
        except ConnectionRefusedError: print("refused")
        except TimeoutError: print("timed out")
        except OSError as e: print(e.strerror)
        """

    static let server = """
        import socket, threading
        def tcp(family, address):
            s = socket.socket(family); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6: s.setsockopt(41, socket.IPV6_V6ONLY, 1)
            s.bind((address, 80)); s.listen(64)
            while True:
                c, p = s.accept(); c.recv(1); c.sendall(p[0].encode()); c.close()
        def udp(family, address):
            s = socket.socket(family, socket.SOCK_DGRAM)
            if family == socket.AF_INET6: s.setsockopt(41, socket.IPV6_V6ONLY, 1)
            s.bind((address, 80))
            while True:
                d, p = s.recvfrom(99); s.sendto(p[0].encode(), p)
        threads = [threading.Thread(target=f, args=a, daemon=True) for f in (tcp, udp)
                   for a in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"))]
        for t in threads: t.start()
        print("ready", flush=True)
        for t in threads: t.join()
        """
}
