import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A process that enters a container", .requiresRoot)
struct EntryTests {
    static let kinds: [RuntimeSpec.NamespaceType] = [.mount, .uts, .pid, .ipc, .cgroup, .network, .user]
    /// Prints the namespaces in the kinds' order.
    static let links = "for kind in mnt uts pid ipc cgroup net user; do busybox readlink /proc/self/ns/$kind; done"

    private static func spec(userNamespace: Bool) -> RuntimeSpec {
        .complete(userNamespace: userNamespace, terminal: false, noNewPrivileges: true)
    }

    @Test("is in all of its namespaces", arguments: [false, true])
    func namespaces(userNamespace: Bool) throws {
        try LaunchFixture.with { fixture in
            var expected = [String]()
            let text = try fixture.output(of: Self.links, in: Self.spec(userNamespace: userNamespace)) { pid in
                expected = Self.kinds.compactMap { HostFile.linkTarget("/proc/\(pid)/ns/\($0.fileName)") }
            }
            #expect(text.split(separator: "\n").map(String.init) == expected)
            let own = Self.kinds.compactMap { HostFile.linkTarget("/proc/self/ns/\($0.fileName)") }
            #expect(zip(expected, own).filter(==).count == (userNamespace ? 0 : 1))
        }
    }

    @Test("leaves this process where it was")
    func launcherStays() throws {
        try LaunchFixture.with { fixture in
            _ = try fixture.output(of: "true", in: Self.spec(userNamespace: false))
            #expect(
                HostFile.linkTarget("/proc/thread-self/ns/pid_for_children")
                    == HostFile.linkTarget("/proc/thread-self/ns/pid"))
        }
    }

    @Test("has the container's root, host name and cgroup, and is its user")
    func surroundings() throws {
        try LaunchFixture.with { fixture in
            let command = "busybox hostname; busybox ls /bin; busybox id -u; busybox cat /proc/self/cgroup"
            let text = try fixture.output(
                of: command, in: Self.spec(userNamespace: true), as: .init(userID: 1000, groupID: 1000))
            let lines = text.split(separator: "\n")
            #expect(lines.starts(with: ["inside", "busybox", "sh", "1000"]), "\(text)")
            #expect(lines.dropFirst(4).allSatisfy { $0.hasSuffix(":/") }, "\(text)")
        }
    }

    @Test("gets no descriptor of the host")
    func descriptors() throws {
        try LaunchFixture.with { fixture in
            let text = try fixture.output(of: "busybox ls /proc/self/fd", in: Self.spec(userNamespace: false))
            // 3 is the directory itself.
            #expect(text == "0\n1\n2\n3\n")
        }
    }

    @Test("has a terminal of the container's own")
    func terminal() throws {
        try LaunchFixture.with { fixture in
            var container = Self.spec(userNamespace: false)
            container.process?.arguments = ["busybox", "sleep", "1000"]
            let first = try Launcher.launch(fixture.plan(container))
            defer { _ = try? first.process.send(.kill) }  // the test has failed otherwise
            let process = RuntimeSpec.Process(
                terminal: true, consoleSize: .init(height: 17, width: 71), user: .init(userID: 0, groupID: 0),
                arguments: ["busybox", "sh", "-c", "busybox tty; busybox stty size"], environment: ["PATH=/bin"],
                workingDirectory: "/")
            var launched = try Launcher.launch(fixture.plan(process, entering: first.pid, of: container))
            let console = launched.console.take()!
            _ = try launched.process.wait()
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = try bytes.withUnsafeMutableBytes { try console.read(into: $0) }
            #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "/dev/pts/0\r\n17 71\r\n")
            try first.process.send(.kill)
            _ = try first.process.wait()
        }
    }

    @Test("is refused when its user is nobody there")
    func unmappedUser() throws {
        try LaunchFixture.with { fixture in
            #expect {
                _ = try fixture.output(
                    of: "true", in: Self.spec(userNamespace: true), as: .init(userID: 70000, groupID: 0))
            } throws: {
                "\($0)" == "process.user.uid: 70000 is not mapped in the user namespace"
            }
        }
    }

    @Test("is refused in a container that has ended")
    func endedContainer() throws {
        try LaunchFixture.with { fixture in
            let spec = Self.spec(userNamespace: false)
            var container = spec
            container.process?.arguments = ["busybox", "sleep", "1000"]
            let first = try Launcher.launch(fixture.plan(container))
            let process = try #require(container.process)
            let plan = try fixture.plan(process, entering: first.pid, of: spec)
            try first.process.send(.kill)
            _ = try first.process.wait()
            var sentence = "a launch"
            do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { sentence = error.description }
            #expect(sentence == "cannot enter the pid namespace of the container: no such process")
        }
    }
}
