import Glibc
import LinuxSystem
import Networks
import TestSupport
import Testing

@testable import Runtime

@Suite("The name server", .requiresRoot, .serialized)
struct NameServerTests {
    @Test("a container's names lead to its addresses, and back")
    func ownNames() throws {
        try NameFixture.with { names throws in
            #expect(try names.dig("web") == ["172.30.0.2"])
            #expect(try names.dig("WEB", "AAAA") == ["fd00::2"])
            #expect(try names.dig("alias.front") == ["172.30.0.2"])
            #expect(try names.dig("-x", "172.30.0.2") == ["web.front."])
            #expect(try names.dig("-x", "fd00::2") == ["web.front."])
            #expect(try names.dig("+tcp", "web") == ["172.30.0.2"])
            #expect(try names.dig("+noedns", "web", "ANY").sorted() == ["172.30.0.2", "fd00::2"])
        }
    }

    @Test("an address may not be kept, and the answer is the one who decides")
    func lifetime() throws {
        try NameFixture.with { names throws in
            for question in [["web"], ["web", "AAAA"], ["-x", "172.30.0.2"]] {
                let answer = try names.run(["dig", "@127.0.0.11", "+ttlid", "+noquestion"] + question).succeeded()
                let records = answer.lines.map { $0.split { " \t".contains($0) } }.filter {
                    $0.count == 5 && $0[2] == "IN"
                }
                #expect(records.count == 1 && records[0][1] == "0", "\(answer.lines)")
                #expect(answer.text.contains("flags: qr aa rd ra;"), "\(answer.lines)")
            }
        }
    }

    @Test("what answers another question, or has another id, is passed over")
    func foreignAnswers() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.51\n") { names throws in
            var liar = try Program("python3", ["-c", Self.liar]).start()
            try liar.output.wait(for: "ready")
            #expect(try names.dig("lied.test") == ["192.0.2.7"])
            try liar.send(.kill)
        }
    }

    /// Answers each question three times, and rightly the last time.
    private static let liar = """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.51", 53)); print("ready", flush=True)
        def reply(id, question, last):
            header = id + bytes([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
            return header + question + bytes([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, last])
        while True:
            m, p = s.recvfrom(4096)
            question = m[12:m.index(bytes(1), 12) + 5]
            s.sendto(reply(bytes([m[0] ^ 1, m[1]]), question, 66), p)
            s.sendto(reply(m[:2], bytes([4]) + b"evil" + question[1 + question[0]:], 66), p)
            s.sendto(reply(m[:2], question, 7), p)
        """

    @Test("its own address among the servers is none, and a program that announces too long a question is let go of")
    func ownAddress() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n", servers: ["127.0.0.11"]) { names throws in
            let world = try NameFixture.world()
            #expect(try names.dig("world.test") == ["192.0.2.7"])
            let client = """
                import socket
                s = socket.create_connection(("127.0.0.11", 53)); s.settimeout(5)
                s.sendall(bytes([255, 255])); print(len(s.recv(9)))
                """
            #expect(try names.run(["python3", "-c", client]).text == "0")
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("a name that is known has no other records, rather than not to be")
    func otherTypes() throws {
        try NameFixture.with { names throws in
            for type in ["MX", "SRV", "TXT", "TYPE65"] {
                let answer = try names.digAll("web", type)
                #expect(answer.contains("status: NOERROR") && answer.contains("ANSWER: 0"))
            }
        }
    }

    @Test("several containers of one name are all told, over TCP when they are many")
    func many() throws {
        try NameFixture.with { names throws in
            for index in 0..<300 { try names.add("all", ["172.30.1.\(index % 250 + 1)"], container: "m\(index)") }
            #expect(try names.dig("all").count == 300)
            let short = try names.digAll("+noedns", "+ignore", "all")
            #expect(short.contains(" tc"))
            #expect(
                try names.run(["dig", "@127.0.0.11", "+ignore", "+noedns", "all"]).text.contains("MSG SIZE  rcvd: "))
        }
    }

    @Test("other names are asked of the host's server, and what it says is passed on")
    func forwarding() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world()
            #expect(try names.dig("world.test") == ["192.0.2.7"])
            #expect(try names.dig("world.test", "AAAA") == ["2001:db8::7"])
            #expect(try names.dig("+tcp", "world.test") == ["192.0.2.7"])
            #expect(try names.digAll("nobody.test").contains("status: NXDOMAIN"))
            #expect(try names.digAll("+tcp", "nobody.test").contains("status: NXDOMAIN"))
            withExtendedLifetime(world) {}
        }
    }

    @Test("a container's own names are asked of nobody")
    func nothingLeaks() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world("127.0.0.53", ["--log-queries"])
            for type in ["A", "AAAA", "MX"] { _ = try names.dig("web", type) }
            _ = try names.dig("-x", "172.30.0.2")
            _ = try names.dig("single")
            try world.send(.terminate)
            let log = try world.finish().errorText
            #expect(log.contains("single"))
            #expect(!log.contains("web") && !log.contains("172.30"))
        }
    }

    @Test("the host's file is read again when it has changed")
    func changedFile() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let first = try NameFixture.world("127.0.0.53", ["--host-record=which.test,192.0.2.1"])
            let second = try NameFixture.world("127.0.0.54", ["--host-record=which.test,192.0.2.2"])
            #expect(try names.dig("which.test") == ["192.0.2.1"])
            try HostFile.write("nameserver 127.0.0.54\n", to: "\(names.path)/host.conf")
            #expect(try names.dig("which.test") == ["192.0.2.2"])
            withExtendedLifetime((first.pid, second.pid)) {}
        }
    }

    @Test("where no server is named, the answer comes at once", arguments: [nil, "", "nameserver nonsense\n"])
    func noServer(_ resolver: String?) throws {
        try NameFixture.with(resolver: resolver) { names throws in
            let began = Uptime.now()
            #expect(try names.digAll("world.test").contains("status: SERVFAIL"))
            #expect(try names.dig("web") == ["172.30.0.2"])
            #expect(Uptime.now() < began + 3000)
        }
    }

    @Test("a server that isn't there is passed over")
    func absentServer() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.99\nnameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world()
            #expect(try names.dig("world.test") == ["192.0.2.7"])
            #expect(try names.dig("+tcp", "world.test") == ["192.0.2.7"])
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("a server that says nothing is waited for once")
    func silentServer() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.52\nnameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world()
            // It takes questions and never answers.
            let silent = try InternetSocket(.datagrams, .v4, in: nil)
            try silent.bind(to: Endpoint(IPAddress(parsing: "127.0.0.52")!, port: 53))
            #expect(try names.dig("world.test") == ["192.0.2.7"])
            let began = Uptime.now()
            #expect(try names.dig("world.test") == ["192.0.2.7"])
            #expect(Uptime.now() < began + 1000)
            withExtendedLifetime((world.pid, silent.descriptor.number)) {}
        }
    }

    @Test("a server that refuses is not the last word")
    func refusingServer() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.54\nnameserver 127.0.0.53\n") { names throws in
            let refusing = try NameFixture.world("127.0.0.54")
            let world = try NameFixture.world("127.0.0.53", ["--host-record=elsewhere.example,192.0.2.9"])
            #expect(try names.dig("elsewhere.example") == ["192.0.2.9"])
            #expect(try names.digAll("nowhere.example").contains("status: REFUSED"))
            withExtendedLifetime((refusing.pid, world.pid)) {}
        }
    }

    @Test("answers that don't fit a datagram come over TCP")
    func longAnswers() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let records = (1...200).map { "--host-record=long.test,192.0.3.\($0)" }
            let world = try NameFixture.world("127.0.0.53", records)
            #expect(try names.dig("long.test").count == 200)
            #expect(try names.digAll("+ignore", "+noedns", "long.test").contains(" tc"))
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("a network that leads nowhere asks nobody")
    func internalNetwork() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n", isInternal: true) { names throws in
            let world = try NameFixture.world()
            #expect(try names.dig("web") == ["172.30.0.2"])
            #expect(try names.digAll("world.test").contains("status: SERVFAIL"))
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("servers that were given are asked instead, one of the container's own in the container")
    func givenServers() throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n", servers: ["127.0.0.7"]) { names throws in
            let world = try NameFixture.world()
            let own = try names.start([
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                "--bind-interfaces", "--listen-address=127.0.0.7", "--user=root", "--pid-file=",
                "--host-record=world.test,192.0.2.70",
            ])
            let isAnswered = try eventually { try names.digAll("world.test").contains("192.0.2.70") }
            #expect(isAnswered)
            withExtendedLifetime((world.pid, own.pid)) {}
        }
    }
}
