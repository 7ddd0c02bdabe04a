import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A container that joins namespaces by path", .requiresRoot)
struct NamespaceJoinTests {
    private typealias Kind = RuntimeSpec.NamespaceType

    /// A container with a namespace of each kind, or all but a user namespace.
    private static func complete(userNamespace: Bool) -> RuntimeSpec {
        var spec = RuntimeSpec.complete(userNamespace: userNamespace, terminal: false, noNewPrivileges: true)
        spec.linux?.namespaces?.append(.init(type: .time))
        return spec
    }

    /// The specification with the kinds joined from the process instead of new.
    private static func joining(_ kinds: [Kind], of pid: pid_t, _ spec: RuntimeSpec) -> RuntimeSpec {
        var spec = spec
        let namespaces = spec.linux?.namespaces
        spec.linux?.namespaces = namespaces?.map { namespace in
            guard kinds.contains(namespace.type) else { return namespace }
            return .init(type: namespace.type, path: "/proc/\(pid)/ns/\(namespace.type.fileName)")
        }
        if kinds.contains(.user) {
            spec.linux?.userIDMappings = nil
            spec.linux?.groupIDMappings = nil
        }
        return spec
    }

    /// The kinds that a container shares with another from which it joins some,
    /// when both are complete.
    private func shared(joining kinds: [Kind], userNamespace: Bool) throws -> Set<Kind> {
        var shared = Set<Kind>()
        try LaunchFixture.with { fixture in
            try fixture.withSleeping(Self.complete(userNamespace: userNamespace)) { pid, container in
                var spec = Self.joining(kinds, of: pid, container)
                spec.process?.arguments = ["sh", "-c", NamespaceLinks.command]
                let text = try fixture.output { streams in
                    try Launcher.launch(fixture.plan(spec, streams: streams))
                }
                shared = Set(NamespaceLinks(text).same(as: NamespaceLinks(of: "\(pid)")))
                #expect(NamespaceLinks(text).same(as: NamespaceLinks(of: "self")) == (userNamespace ? [] : [.user]))
            }
        }
        return shared
    }

    @Test(
        "is in that one, and in new ones otherwise", .requiresTimeNamespaceAtExec,
        arguments: [.pid, .network, .mount, .ipc, .uts, .cgroup, .time] as [RuntimeSpec.NamespaceType])
    func each(kind: RuntimeSpec.NamespaceType) throws {
        #expect(try shared(joining: [kind], userNamespace: false) == [kind, .user])
    }

    @Test("is in all of them", .requiresTimeNamespaceAtExec)
    func all() throws {
        let kinds: [Kind] = [.pid, .network, .mount, .ipc, .uts, .cgroup, .time]
        #expect(try shared(joining: kinds, userNamespace: false) == Set(Kind.allCases))
    }

    @Test(
        "owns what it makes in a user namespace that it joins", .requiresTimeNamespaceAtExec,
        arguments: [
            [.user], [.user, .network], [.user, .pid, .ipc], [.user, .mount, .time], [.user, .uts, .cgroup],
            RuntimeSpec.NamespaceType.allCases,
        ] as [[RuntimeSpec.NamespaceType]])
    func userNamespace(kinds: [RuntimeSpec.NamespaceType]) throws {
        #expect(try shared(joining: kinds, userNamespace: true) == Set(kinds))
    }

    @Test("joins the host's namespaces from a new user namespace", .requiresTimeNamespaceAtExec)
    func hostNamespaces() throws {
        try LaunchFixture.with { fixture in
            var spec = Self.joining([.network, .ipc, .uts, .cgroup], of: getpid(), Self.complete(userNamespace: true))
            // What they are for belongs to the host.
            spec.mounts?.removeAll { $0.type == "sysfs" || $0.type == "cgroup" }
            spec.linux?.sysctl = nil
            (spec.hostname, spec.domainname) = (nil, nil)
            spec.process?.arguments = ["sh", "-c", NamespaceLinks.command]
            let text = try fixture.output { streams in try Launcher.launch(fixture.plan(spec, streams: streams)) }
            let links = NamespaceLinks(text)
            #expect(Set(links.same(as: NamespaceLinks(of: "self"))) == [.network, .ipc, .uts, .cgroup])
        }
    }

    @Test(
        "is told what it has no rights over",
        arguments: [
            (.pid, "cannot mount proc on /proc: operation not permitted"),
            (.mount, "namespace /proc/PID/ns/mnt: operation not permitted"),
            (.time, "namespace /proc/PID/ns/time: operation not permitted"),
        ] as [(RuntimeSpec.NamespaceType, String)])
    func noRights(kind: RuntimeSpec.NamespaceType, words: String) throws {
        try LaunchFixture.with { fixture in
            try fixture.withSleeping(Self.complete(userNamespace: false)) { pid, _ in
                let plan = try fixture.plan(Self.joining([kind], of: pid, Self.complete(userNamespace: true)))
                var sentence = "a launch"
                do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { sentence = error.description }
                #expect(sentence.hasSuffix(words.replacing("PID", with: "\(pid)")), "\(sentence)")
            }
        }
    }

    @Test("joins the cgroup namespace that its user namespace owns")
    func cgroupNamespace() throws {
        try LaunchFixture.with { fixture in
            try fixture.withSleeping(Self.complete(userNamespace: true)) { pid, container in
                var spec = Self.joining([.user, .cgroup], of: pid, container)
                spec.process?.arguments = ["sh", "-c", NamespaceLinks.command]
                let text = try fixture.output { streams in try Launcher.launch(fixture.plan(spec, streams: streams)) }
                let shared = NamespaceLinks(text).same(as: NamespaceLinks(of: "\(pid)"))
                #expect(Set([.user, .cgroup]).isSubset(of: shared))
            }
        }
    }

    @Test("may repeat the map of the user namespace, but not differ")
    func maps() throws {
        try LaunchFixture.with { fixture in
            try fixture.withSleeping(Self.complete(userNamespace: true)) { pid, container in
                var spec = Self.joining([.user], of: pid, Self.complete(userNamespace: true))
                spec.linux?.userIDMappings = container.linux?.userIDMappings
                spec.linux?.groupIDMappings = container.linux?.groupIDMappings
                let launched = try Launcher.launch(fixture.plan(spec))
                #expect(try launched.process.wait() == .exited(code: 0))
                spec.linux?.userIDMappings = [.init(containerID: 0, hostID: 0, size: 1)]
                #expect {
                    _ = try fixture.plan(spec)
                } throws: {
                    "\($0)" == "linux.uidMappings: differs from the map of the user namespace /proc/\(pid)/ns/user"
                }
                spec = Self.joining([.user], of: pid, Self.complete(userNamespace: true))
                spec.process?.user.userID = 65536
                #expect {
                    _ = try fixture.plan(spec)
                } throws: { "\($0)" == "process.user.uid: 65536 is not mapped in the user namespace" }
            }
        }
    }

    @Test("has clocks that are ahead of the host's", arguments: [false, true])
    func clocks(userNamespace: Bool) throws {
        try LaunchFixture.with { fixture in
            var spec = Self.complete(userNamespace: userNamespace)
            spec.linux?.timeOffsets = ["boottime": .init(seconds: 1_000_000), "monotonic": .init(seconds: 5)]
            spec.process?.arguments = ["sh", "-c", "busybox cat /proc/uptime; busybox cat /proc/self/timens_offsets"]
            let text = try fixture.output { streams in try Launcher.launch(fixture.plan(spec, streams: streams)) }
            let words = text.split { $0.isWhitespace }.map(String.init)
            #expect(try #require(Double(words[0])) > 1_000_000)
            #expect(Array(words.dropFirst(2)) == ["monotonic", "5", "0", "boottime", "1000000", "0"])
        }
    }
}
