import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A process that enters a container", .requiresRoot)
struct EntryTests {
    private static func spec(userNamespace: Bool) -> RuntimeSpec {
        .complete(userNamespace: userNamespace, terminal: false, noNewPrivileges: true)
    }

    @Test("is in all of its namespaces", arguments: [false, true])
    func namespaces(userNamespace: Bool) throws {
        try LaunchFixture.with { fixture in
            try fixture.withSleeping(Self.spec(userNamespace: userNamespace)) { pid, container in
                var process = try #require(container.process)
                process.arguments = ["sh", "-c", NamespaceLinks.command]
                let text = try fixture.output { streams in
                    try Launcher.launch(fixture.plan(process, entering: pid, of: container, streams: streams))
                }
                let links = NamespaceLinks(text)
                #expect(links == NamespaceLinks(of: "\(pid)"))
                let shared: [RuntimeSpec.NamespaceType] = userNamespace ? [.time] : [.time, .user]
                #expect(Set(links.same(as: NamespaceLinks(of: "self"))) == Set(shared))
            }
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
            try fixture.withSleeping(Self.spec(userNamespace: false)) { pid, container in
                let process = RuntimeSpec.Process(
                    terminal: true, consoleSize: .init(height: 17, width: 71), user: .init(userID: 0, groupID: 0),
                    arguments: ["busybox", "sh", "-c", "busybox tty; busybox stty size"],
                    environment: ["PATH=/bin"], workingDirectory: "/")
                var launched = try Launcher.launch(fixture.plan(process, entering: pid, of: container))
                let console = launched.console.take()!
                _ = try launched.process.wait()
                // The end of a terminal's other side reads as EIO (pty(7)).
                var text = ""
                var bytes = [UInt8](repeating: 0, count: 100)
                while case let count = read(console.number, &bytes, bytes.count), count > 0 {
                    text += String(decoding: bytes[..<count], as: UTF8.self)
                }
                #expect(text == "/dev/pts/0\r\n17 71\r\n")
            }
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
            #expect(sentence.hasPrefix("cannot enter the mount, pid"), "\(sentence)")
            #expect(sentence.hasSuffix(" namespaces of the container: no such process"), "\(sentence)")
        }
    }

    @Test("CVE-2016-9962: can't be looked into before it is the command, by a root with all capabilities")
    func outOfReach() throws {
        try LaunchFixture.with { fixture in
            var spec = Self.spec(userNamespace: true)
            let names = CapabilitySet.all.ociNames
            spec.process?.capabilities = .init(bounding: names, effective: names, permitted: names)
            // What is none of the container's commands has its executable outside.
            let attack = """
                echo ready; while :; do for exe in /proc/[0-9]*/exe; do
                    { test /proc/self/fd/3 -ef /bin/busybox || echo reached $exe; } 3<$exe
                done; done 2>/dev/null
                """
            spec.process?.arguments = ["sh", "-c", attack]
            let pipe = try Pipe()
            let streams = ChildStreams(
                input: try Descriptor.open("/dev/null", .readOnly), output: try pipe.writeEnd.duplicate(),
                error: pipe.writeEnd)
            let first = try Launcher.launch(fixture.plan(spec, streams: streams))
            let result = Result {
                var process = try #require(spec.process)
                process.arguments = ["busybox", "true"]
                for _ in 0..<100 {
                    let entered = try Launcher.launch(fixture.plan(process, entering: first.pid, of: spec))
                    _ = try entered.process.wait()
                }
            }
            try first.process.send(.kill)
            _ = try first.process.wait()
            try result.get()
            let text = String(decoding: try pipe.readEnd.readToEnd(limit: 1 << 20), as: UTF8.self)
            #expect(text == "ready\n")
        }
    }
}
