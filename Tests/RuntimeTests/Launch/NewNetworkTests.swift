import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A network namespace that is made beforehand", .requiresRoot)
struct NewNetworkTests {
    private static let list = "cat /proc/net/dev; busybox readlink /proc/self/ns/net; busybox ip addr show lo"

    private func specification(_ namespaces: [RuntimeSpec.Namespace]) -> RuntimeSpec {
        var spec = RuntimeSpec.complete(userNamespace: false, terminal: false, noNewPrivileges: true)
        spec.linux?.namespaces = namespaces
        return spec
    }

    @Test("is another one than this process's, which stays where it is")
    func making() throws {
        let own = HostFile.linkTarget("/proc/thread-self/ns/net")
        let made = try NewNetworkNamespace.begin().finish()
        let target = HostFile.linkTarget("/proc/self/fd/\(made.number)")
        #expect(target?.hasPrefix("net:[") == true && target != own)
        #expect(HostFile.linkTarget("/proc/thread-self/ns/net") == own)
    }

    @Test("is the container's, with its loopback up")
    func launch() throws {
        try LaunchFixture.with { fixture in
            var spec = specification([.mount, .pid, .network, .uts, .ipc].map { .init(type: $0) })
            spec.process?.arguments = ["sh", "-c", Self.list]
            let text = try fixture.output { streams in
                guard let network = spec.beginNetwork() else { throw TestFailure("it was not begun") }
                return try Launcher.launch(fixture.plan(spec, streams: streams, network: network))
            }
            #expect(text.contains("LOOPBACK,UP") && text.contains("127.0.0.1"), "\(text)")
            #expect(!text.contains(HostFile.linkTarget("/proc/self/ns/net") ?? "none"), "\(text)")
        }
    }

    @Test("is made only for who is to have one that belongs to this process's user namespace")
    func condition() {
        var lists: [[RuntimeSpec.Namespace]] = [
            [.init(type: .mount)], [.init(type: .network, path: "/proc/1/ns/net")],
        ]
        for path in [nil, "/proc/self/ns/user"] {
            lists.append([.init(type: .network), .init(type: .user, path: path)])
        }
        for namespaces in lists {
            let began = specification(namespaces).beginNetwork().isSome
            #expect(!began, "\(namespaces)")
        }
    }
}

extension Optional where Wrapped: ~Copyable {
    fileprivate var isSome: Bool {
        switch self {
        case .some: true
        case .none: false
        }
    }
}
