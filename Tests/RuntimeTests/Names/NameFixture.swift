import Glibc
import LinuxSystem
import Networks
import TestSupport

@testable import Runtime

/// A name server as a container has it, in a network namespace of its own, and
/// around it a host's network and resolv.conf of the test's own. The server is
/// looked after by the test's thread, as a supervisor does it, while a program
/// runs in the container's namespace.
final class NameFixture {
    let path: String
    let namespace: Descriptor
    let server: NameServer
    /// What the container's resolv.conf(5) says beside its server.
    var options = "options ndots:0"
    private let networks: Descriptor
    static let network = "0badcafe"

    /// - Parameters:
    ///   - resolver: the text of the host's resolv.conf; `nil`: there is none.
    ///   - servers: what `--dns` names.
    static func with(
        resolver: String? = nil, servers: [String] = [], isInternal: Bool = false,
        _ body: (NameFixture) throws -> Void
    ) throws {
        try withTemporaryDirectory { path, _ in
            try withOwnMounts {
                try Self.leaveNetwork()
                try Program("ip", ["link", "set", "lo", "up"]).run().succeeded()
                try Self.replaceResolver(resolver, in: path)
                try body(NameFixture(in: path, servers: servers, isInternal: isInternal))
            }
        }
    }

    private init(in path: String, servers: [String], isInternal: Bool) throws {
        self.path = path
        let directory = try Descriptor.open(path, [.directory])
        networks = try directory.makeAndOpenDirectory("networks")
        namespace = try NewNetworkNamespace.begin().finish()
        let attachment = Attachment(
            network: Self.network, kind: .bridge("br"), interface: "eth0",
            hardwareAddress: MACAddress(parsing: "02:42:ac:1e:00:02")!,
            addresses: [InterfaceAddress(parsing: "172.30.0.2/16")!, InterfaceAddress(parsing: "fd00::2/64")!],
            gateways: isInternal ? [] : [IPAddress(parsing: "172.30.0.1")!], names: ["web", "alias"],
            networkName: "front")
        let network = ContainerNetwork(
            table: "t", attachments: [attachment],
            resolver: ResolverSettings(servers: servers.map { IPAddress(parsing: $0)! }))
        try network.addNames(of: "c1", in: networks)
        guard let server = try NameServer.open(in: namespace, for: network, networks: networks) else {
            throw TestFailure("no name server was opened")
        }
        self.server = server
    }

    func add(_ name: String, _ addresses: [String], container: String) throws {
        try Zone(of: Self.network, in: networks).add(
            .init(container: container, names: [name], addresses: addresses.map { IPAddress(parsing: $0)! }))
    }

    /// Runs a program in the container's namespace, with a resolv.conf that names the server.
    func run(_ arguments: [String], within limit: Duration = .seconds(30)) throws -> ProgramResult {
        let program = try start(arguments)
        let pid = program.pid
        try serve(until: { Self.hasEnded(pid) }, within: limit)
        return try program.finish()
    }

    /// Without taking its exit code away.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo != 0
    }

    func start(_ arguments: [String]) throws -> RunningProgram {
        let resolver = "\(path)/container.conf"
        try HostFile.write("nameserver 127.0.0.11\n\(options)\n", to: resolver)
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try Program(
            "nsenter",
            [
                "--net=/proc/\(getpid())/fd/\(namespace.number)", "unshare", "-m", "sh", "-c",
                // Where the host has no such file, /etc is the test's own, and so can be a further copy of it.
                """
                [ -e /etc/resolv.conf ] || { cp -aT /etc \(path)/inner && touch \(path)/inner/resolv.conf &&
                mount --bind \(path)/inner /etc; }
                mount --bind \(resolver) /etc/resolv.conf && exec \(words)
                """,
            ]
        ).start()
    }

    /// Does what a supervisor does.
    func serve(until isOver: () throws -> Bool, within limit: Duration) throws {
        let deadline = Deadline(after: limit)
        while try !isOver() {
            guard !deadline.isOver else { throw TestFailure("a program took too long") }
            var entry = pollfd(fd: server.queue.descriptor.number, events: Int16(POLLIN), revents: 0)
            let due = server.due.map { CInt(clamping: $0.milliseconds(from: .now())) } ?? 20
            poll(&entry, 1, min(due, 20))
            server.serve()
            server.keepTime()
        }
    }

    /// What dig(1) answers in short.
    func dig(_ arguments: String...) throws -> [String] {
        try run(["dig", "@127.0.0.11", "+tries=1", "+time=8", "+short"] + arguments).succeeded().lines
    }

    /// The whole answer.
    func digAll(_ arguments: String...) throws -> String {
        try run(["dig", "@127.0.0.11", "+tries=1", "+time=8"] + arguments).succeeded().text
    }

    /// A name server of the world, at an address of the host.
    static func world(_ address: String = "127.0.0.53", _ options: [String] = []) throws -> RunningProgram {
        let server = try Program(
            "dnsmasq",
            [
                "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces",
                "--listen-address=\(address)", "--user=root", "--pid-file=", "--local=/test/", "--log-facility=-",
                "--host-record=world.test,192.0.2.7,2001:db8::7",
            ] + options
        ).start()
        let isThere = try eventually {
            try Program("dig", ["@\(address)", "+time=1", "+tries=1", "+short", "world.test"]).run().text == "192.0.2.7"
        }
        guard isThere else { throw TestFailure("dnsmasq doesn't answer") }
        return server
    }

    private static func replaceResolver(_ text: String?, in path: String) throws {
        let file = "\(path)/host.conf"
        if let text {
            try HostFile.write(text, to: file)
            try Program("mount", ["--bind", file, "/etc/resolv.conf"]).run().succeeded()
        } else {
            // All of /etc without it.
            try Program(
                "sh", ["-c", "cp -a /etc \(path)/etc && rm \(path)/etc/resolv.conf && mount --bind \(path)/etc /etc"]
            ).run().succeeded()
        }
    }

    /// unshare(2) of the network, which Swift's Glibc doesn't import: of this thread alone.
    private static func leaveNetwork() throws {
        guard let symbol = dlsym(nil, "unshare") else { throw TestFailure("there is no unshare(2)") }
        let unshare = unsafeBitCast(symbol, to: (@convention(c) (CInt) -> CInt).self)
        let newNetwork: CInt = 0x4000_0000
        guard unshare(newNetwork) == 0 else { throw SystemError("leave", "the network namespace", errno: errno) }
    }
}
