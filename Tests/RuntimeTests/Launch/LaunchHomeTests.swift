import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("HOME of a launched process that has none", .requiresRoot)
struct LaunchHomeTests {
    private static let passwd = """
        broken
        big:x:42949672951000:0:::/no
        root:x:0:0:root:/root:/bin/sh
        bob:x:1000:1000::/home/bob:/bin/sh
        twice:x:1000:1000::/other:/bin/sh
        none:x:1001:1001:::/bin/sh
        short:x:1002
        last:x:1003:1003::/last
        """

    /// What HOME is for the user, in a root that the body has changed.
    private func home(
        of user: UInt32, environment: [String] = ["PATH=/bin"], _ prepare: (borrowing Descriptor) throws -> Void
    ) throws -> String {
        var text = ""
        try LaunchFixture.with { fixture in
            let root = try Descriptor.open(fixture.root, [.directory])
            try prepare(root.makeAndOpenDirectory("etc"))
            try Program("/bin/chmod", ["777", fixture.root]).run().succeeded()
            text = try fixture.output(
                of: "echo $HOME",
                .with {
                    $0.process?.user = .init(userID: user, groupID: 0)
                    $0.process?.environment = environment
                    $0.mounts?.removeAll { $0.destination.hasPrefix("/etc") }
                })
        }
        return text
    }

    private func home(of user: UInt32, passwd: String, environment: [String] = ["PATH=/bin"]) throws -> String {
        try home(of: user, environment: environment) { etc in try etc.writeFile("passwd", Array(passwd.utf8)) }
    }

    @Test(
        "is what the container's own passwd says",
        arguments: [
            (0, "/root"), (1000, "/home/bob"), (1001, "/"), (1002, "/"), (1003, "/last"), (1004, "/"),
            (1000, "/home/bob"),
        ] as [(UInt32, String)])
    func users(user: UInt32, expected: String) throws {
        #expect(try home(of: user, passwd: Self.passwd) == expected)
    }

    @Test("is found behind lines of any length, and wherever a line falls in the buffer")
    func longLines() throws {
        for length in [8190, 8191, 8192, 8193, 20000] {
            let line = "long:x:1:1:\(String(repeating: "x", count: length)):/no:/bin/sh\n"
            #expect(try home(of: 1000, passwd: line + Self.passwd) == "/home/bob", "\(length)")
        }
        #expect(try home(of: 7, passwd: "a:x:7:7::/\(String(repeating: "h", count: 5000)):") == "/")
    }

    @Test("is the one that was given, unless that is empty")
    func given() throws {
        #expect(try home(of: 0, passwd: Self.passwd, environment: ["PATH=/bin", "HOME=/mine"]) == "/mine")
        #expect(try home(of: 0, passwd: Self.passwd, environment: ["HOME=/mine", "HOME=", "PATH=/bin"]) == "/root")
    }

    @Test("stays inside the root, whatever the links say")
    func links() throws {
        let text = try home(of: 0) { etc in
            try etc.writeFile("accounts", Array("root:x:0:0::/inside:".utf8))
            try etc.makeSymbolicLink("passwd", to: "../../../../../../etc/accounts")
        }
        #expect(text == "/inside")
    }

    @Test("neither waits nor fails where the file is none, or endless", .timeLimit(.minutes(1)))
    func hostileFiles() throws {
        #expect(try home(of: 0) { _ in } == "/")
        #expect(try home(of: 0) { etc in try etc.makeNode("passwd", mode: S_IFIFO | 0o600) } == "/")
        #expect(try home(of: 0) { etc in try etc.makeDirectory("passwd") } == "/")
        #expect(try home(of: 0) { etc in try etc.makeSymbolicLink("passwd", to: "/dev/zero") } == "/")
        #expect(try home(of: 0) { etc in try etc.makeSymbolicLink("passwd", to: "/proc/kmsg") } == "/")
        #expect(try home(of: 0) { etc in try etc.makeSymbolicLink("passwd", to: "/proc/self/fd/0") } == "/")
        let huge = try home(of: 0) { etc in
            try etc.createFile("passwd", [])
            let file = try etc.open("passwd", [.writeOnly], resolution: .container)
            try checkErrno(ftruncate(file.number, 1 << 30), "truncate", "passwd")
        }
        #expect(huge == "/")
    }

    @Test("of one that enters a container is what is mounted there over the passwd")
    func entered() throws {
        try withTemporaryDirectory { path, directory in
            try directory.writeFile("accounts", Array("bob:x:1000:1000::/mounted:".utf8), mode: 0o644)
            try LaunchFixture.with { fixture in
                let spec = RuntimeSpec.with(userNamespace: true) {
                    $0.mounts?.append(
                        .init(destination: "/etc/passwd", type: "bind", source: "\(path)/accounts", options: ["bind"]))
                }
                let user = RuntimeSpec.User(userID: 1000, groupID: 1000)
                let text = try fixture.output(of: "echo $HOME", in: spec, as: user)
                #expect(text == "/mounted\n")
            }
        }
    }
}
