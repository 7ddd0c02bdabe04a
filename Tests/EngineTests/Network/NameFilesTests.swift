import Networks
import Testing

@testable import Engine

@Suite("The files of names")
struct NameFilesTests {
    private let four = IPAddress(parsing: "172.30.0.2")!
    private let six = IPAddress(parsing: "fd00::2")!

    @Test("hosts has loopback, what was added, and the container itself")
    func hosts() throws {
        var file = HostsFile(hasVersion6: true)
        file.aliases = [.init(address: .v4(0x0102_0304), names: ["registry"])]
        file.own = [four, six].map {
            .init(
                address: $0, names: HostsFile.names(hostname: "box", domain: "example.org", container: "web"))
        }
        #expect(
            file.text == """
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::\tip6-localnet
                ff00::\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                1.2.3.4\tregistry
                172.30.0.2\tbox.example.org box web
                fd00::2\tbox.example.org box web

                """)
    }

    @Test("without version 6, and with a name that is the container's already")
    func shortHosts() {
        let file = HostsFile(
            hasVersion6: false,
            own: [.init(address: four, names: HostsFile.names(hostname: "web", domain: nil, container: "web"))])
        #expect(file.text == "127.0.0.1\tlocalhost\n172.30.0.2\tweb\n")
    }

    @Test("of lines in a file the container's own are exchanged, and all others stay as somebody wrote them")
    func changedHosts() {
        let old = [four, six].map { HostsFile.Line(address: $0, names: ["web"]) }
        let new = [HostsFile.Line(address: four, names: ["web"]), .init(address: .v4(0x0102_0304), names: ["web"])]
        let change = { (text: String) in
            String(decoding: HostsFile.changed(Array(text.utf8), from: old, to: new), as: UTF8.self)
        }
        #expect(
            change("# mine\n\n172.30.0.2\tweb\nfd00::2\tweb\nfd00::2 web\n9.9.9.9 nine")
                == "# mine\n\n172.30.0.2\tweb\nfd00::2 web\n9.9.9.9 nine\n1.2.3.4\tweb\n")
        #expect(change("") == "172.30.0.2\tweb\n1.2.3.4\tweb\n")
        #expect(HostsFile.changed([0xff, 0x0a], from: old, to: []) == [0xff, 0x0a])
    }

    private static let host = ResolverConfiguration(
        parsing: """
            # comment
            nameserver 127.0.0.53
            nameserver 192.0.2.1
            nameserver 2001:db8::1
            nameserver fe80::1%eth0
            search corp.example example
            options edns0 trust-ad
            """)

    @Test("with a server of its own the container asks that, and names without a dot as they are")
    func ownServer() {
        let own = ResolverConfiguration(
            host: Self.host, NameOptions(), ownServer: NameServerPlace.address, hasVersion6: true)
        #expect(
            own.text == """
                nameserver 127.0.0.11
                search corp.example example
                options edns0 trust-ad ndots:0

                """)
    }

    @Test("without one it asks those of the host's that it can reach")
    func hostServers() {
        let plain = ResolverConfiguration(host: Self.host, NameOptions(), ownServer: nil, hasVersion6: true)
        #expect(plain.servers.map(\.description) == ["192.0.2.1", "2001:db8::1"])
        let old = ResolverConfiguration(host: Self.host, NameOptions(), ownServer: nil, hasVersion6: false)
        #expect(old.servers.map(\.description) == ["192.0.2.1"])
    }

    @Test("what was asked for takes the place of the host's")
    func options() throws {
        var asked = NameOptions()
        asked.servers = [try NameOptions.server(parsing: "9.9.9.9")]
        asked.searchDomains = ["."]
        asked.options = ["ndots:3"]
        let file = ResolverConfiguration(host: Self.host, asked, ownServer: nil, hasVersion6: true)
        #expect(file.text == "nameserver 9.9.9.9\noptions ndots:3\n")
        let own = ResolverConfiguration(host: Self.host, asked, ownServer: NameServerPlace.address, hasVersion6: true)
        #expect(own.text == "nameserver 127.0.0.11\noptions ndots:3\n")
    }

    @Test("a file is read as the C library reads it")
    func parsing() {
        #expect(Self.host.servers.count == 4)
        #expect(Self.host.searchDomains == ["corp.example", "example"])
        let file = ResolverConfiguration(
            parsing:
                "domain a\r\nsearch b c\nnameserver\nnameserver x\n;nameserver 1.1.1.1\n\tnameserver\t1.2.3.4 # it\n")
        #expect(file.servers.map(\.description) == ["1.2.3.4"])
        #expect(file.searchDomains == ["b", "c"])
    }

    @Test(
        "a host's line is a name and an address",
        arguments: [
            ("a:1.2.3.4", "a:1.2.3.4"), ("a=1.2.3.4", "a:1.2.3.4"), ("a:::1", "a:::1"), ("a:[::1]", "a:::1"),
            ("a=fd00::1", "a:fd00::1"), ("x.y:host-gateway", "x.y:host-gateway"),
        ])
    func alias(_ text: String, _ shown: String) throws {
        #expect(try HostAlias(parsing: text).text == shown)
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "a", "a:", ":1.2.3.4", "a b:1.2.3.4", "a\nb:1.2.3.4", "a:1.2.3", "a:b", "#:1.2.3.4", "a..b:1.2.3.4",
        ])
    func badAlias(_ text: String) {
        #expect(throws: InvalidOption.self) { try HostAlias(parsing: text) }
    }

    @Test(
        "words that would be more than one in the file are refused",
        arguments: ["", "a b", "a\nnameserver 1.1.1.1", "#x"])
    func badWords(_ text: String) {
        #expect(throws: InvalidOption.self) { try NameOptions.option(parsing: text) }
        #expect(throws: InvalidOption.self) { try NameOptions.searchDomain(parsing: text) }
        #expect(throws: InvalidOption.self) { try NameOptions.server(parsing: text) }
    }

    @Test("a file of the engine's is told from one of the user's")
    func mounts() {
        let id = String(repeating: "a", count: 64)
        #expect(NameFile.isMount(of: "/var/lib/skiff/containers/\(id)/hosts", at: "/etc/hosts"))
        #expect(!NameFile.isMount(of: "/srv/hosts", at: "/etc/hosts"))
        #expect(!NameFile.isMount(of: "/var/lib/skiff/containers/\(id)/hosts", at: "/hosts"))
    }
}
