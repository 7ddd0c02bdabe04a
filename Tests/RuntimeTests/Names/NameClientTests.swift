import Networks
import TestSupport
import Testing

/// What the C libraries' own getaddrinfo(3) makes of the name server's answers, musl's of a static program among
/// them: it asks all at once, hears no more than 512 bytes and, before 1.2.4, never comes by TCP.
@Suite("Clients of the name server", .requiresRoot, .serialized)
struct NameClientTests {
    enum Library: String, CaseIterable {
        case glibc, musl

        /// The words of a program that prints, for each name that follows, its addresses, or none.
        /// - Parameter version: of the addresses that it asks for; 0: both.
        func client(_ version: Int, in directory: String) throws -> [String] {
            switch self {
            case .glibc: return ["/usr/bin/python3", "-c", Self.python, "\(version)"]
            case .musl:
                let program = "\(directory)/client"
                if !HostFile.exists(program) {
                    try HostFile.write(Self.source, to: "\(program).c")
                    try Program("/usr/bin/musl-gcc", ["-static", "-o", program, "\(program).c"]).run().succeeded()
                }
                return [program, "\(version)"]
            }
        }

        private static let python = """
            import socket, sys
            family = {"4": socket.AF_INET, "6": socket.AF_INET6, "0": 0}[sys.argv[1]]
            for name in sys.argv[2:]:
                try: print(*sorted(a[4][0] for a in socket.getaddrinfo(name, None, family, socket.SOCK_STREAM)))
                except OSError: print("none")
            """

        private static let source = """
            #include <arpa/inet.h>
            #include <netdb.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            static char text[1024][64];
            static int compare(const void *a, const void *b) { return strcmp(a, b); }
            int main(int argc, char **argv) {
                for (int i = 2; i < argc; i++) {
                    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
                    hints.ai_family = argv[1][0] == '4' ? AF_INET : argv[1][0] == '6' ? AF_INET6 : AF_UNSPEC;
                    if (getaddrinfo(argv[i], 0, &hints, &list)) { puts("none"); continue; }
                    int count = 0;
                    for (struct addrinfo *a = list; a && count < 1024; a = a->ai_next)
                        getnameinfo(a->ai_addr, a->ai_addrlen, text[count++], 64, 0, 0, NI_NUMERICHOST);
                    qsort(text, count, 64, compare);
                    for (int n = 0; n < count; n++) printf("%s%s", n ? " " : "", text[n]);
                    puts("");
                }
            }
            """
    }

    private func ask(_ names: NameFixture, _ library: Library, _ version: Int, _ asked: [String]) throws -> [String] {
        try names.run(library.client(version, in: names.path) + asked).succeeded().lines
    }

    @Test("own names and the world's, by each version and by both", arguments: Library.allCases)
    func versions(_ library: Library) throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world("127.0.0.53", ["--host-record=four.test,192.0.2.4"])
            let asked = ["web", "alias.front", "world.test", "four.test", "nobody.test"]
            #expect(
                try ask(names, library, 4, asked) == ["172.30.0.2", "172.30.0.2", "192.0.2.7", "192.0.2.4", "none"])
            #expect(try ask(names, library, 6, asked) == ["fd00::2", "fd00::2", "2001:db8::7", "none", "none"])
            #expect(
                try ask(names, library, 0, asked) == [
                    "172.30.0.2 fd00::2", "172.30.0.2 fd00::2", "192.0.2.7 2001:db8::7", "192.0.2.4", "none",
                ])
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("search domains are gone through, before or after the name itself as ndots says", arguments: Library.allCases)
    func search(_ library: Library) throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let world = try NameFixture.world(
                "127.0.0.53",
                [
                    "--host-record=one.second.test,192.0.2.1", "--host-record=a.test,192.0.2.2",
                    "--host-record=a.test.second.test,192.0.2.3", "--host-record=web.second.test,192.0.2.9",
                ])
            names.options = "search first.test second.test\noptions ndots:1"
            #expect(try ask(names, library, 4, ["one", "a.test"]) == ["192.0.2.1", "192.0.2.2"])
            names.options = "search first.test second.test\noptions ndots:2"
            #expect(
                try ask(names, library, 4, ["one", "a.test", "a.test."]) == ["192.0.2.1", "192.0.2.3", "192.0.2.2"])
            // As containers have it: their own names come first.
            names.options = "search first.test second.test\noptions ndots:0"
            #expect(try ask(names, library, 4, ["web", "a.test"]) == ["172.30.0.2", "192.0.2.2"])
            withExtendedLifetime(world.pid) {}
        }
    }

    @Test("of names with many addresses glibc gets all, by TCP, and musl as many as fit", arguments: Library.allCases)
    func many(_ library: Library) throws {
        try NameFixture.with(resolver: "nameserver 127.0.0.53\n") { names throws in
            let records = (1...200).map { "--host-record=long.test,192.0.3.\($0)" }
            let world = try NameFixture.world("127.0.0.53", records)
            for index in 1...200 { try names.add("all", ["172.30.1.\(index)"], container: "m\(index)") }
            for (name, start) in [("all", "172.30.1."), ("long.test", "192.0.3.")] {
                let answer = try #require(try ask(names, library, 4, [name]).first)
                let addresses = Set(answer.split(separator: " "))
                #expect(library == .glibc ? addresses.count == 200 : (20..<200).contains(addresses.count), "\(answer)")
                #expect(addresses.allSatisfy { $0.hasPrefix(start) }, "\(answer)")
            }
            withExtendedLifetime(world.pid) {}
        }
    }
}
