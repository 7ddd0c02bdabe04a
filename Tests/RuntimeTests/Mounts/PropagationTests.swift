import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("Propagation", .requiresRoot)
struct PropagationTests {
    private typealias Mount = RuntimeSpec.Mount

    @Test("of a new file system is as asked, and private otherwise")
    func newFilesystem() throws {
        try LaunchFixture.with { fixture in
            let rows: [(String, Set<String>)] = [
                ("defaults", []), ("private", []), ("rprivate", []), ("slave", []), ("rslave", []),
                ("shared", ["shared"]), ("rshared", ["shared"]), ("unbindable", ["unbindable"]),
                ("runbindable", ["unbindable"]),
            ]
            let mounts = rows.map { Mount(destination: "/\($0.0)", type: "tmpfs", source: "x", options: [$0.0]) }
            let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: mounts)
            for (option, expected) in rows {
                #expect(outcome.mount(at: "/\(option)")?.propagation == expected, "\(option): \(outcome)")
            }
        }
    }

    @Test("of a bind mount is as asked, and private though the host's is shared")
    func bind() throws {
        try LaunchFixture.with { fixture in
            try withSharedMount { source in
                let rows: [(String, Set<String>)] = [
                    ("defaults", []), ("private", []), ("rprivate", []), ("slave", ["master"]),
                    ("rslave", ["master"]), ("shared", ["shared"]), ("rshared", ["shared"]),
                    ("unbindable", ["unbindable"]), ("runbindable", ["unbindable"]),
                ]
                let mounts = rows.map { Mount(destination: "/\($0.0)", source: source, options: ["rbind", $0.0]) }
                let outcome = try fixture.run(RuntimeSpec.showMounts, mounts: mounts)
                for (option, expected) in rows {
                    #expect(outcome.mount(at: "/\(option)")?.propagation == expected, "\(option): \(outcome)")
                }
            }
        }
    }

    @Test("lets what the container mounts reach the host only from a shared mount")
    func leak() throws {
        try LaunchFixture.with { fixture in
            try withSharedMount { source in
                for (option, leaks) in [("rprivate", false), ("defaults", false), ("rslave", false), ("rshared", true)]
                {
                    let mount = Mount(destination: "/x", source: source, options: ["rbind", option])
                    let script = "busybox mkdir -p /x/y && busybox mount -t tmpfs inside /x/y && echo done"
                    let outcome = try fixture.run(script, mounts: [mount])
                    #expect(outcome.output == "done\n", "\(option): \(outcome)")
                    #expect(
                        try HostFile.text("/proc/thread-self/mountinfo").contains("\(source)/y") == leaks, "\(option)")
                }
            }
        }
    }

    /// What rootfsPropagation makes of "/" and of a mount beneath it, when the
    /// host's mount is shared.
    @Test(
        "of the root is as rootfsPropagation says",
        arguments: [
            (nil, [], []), ("private", [], []), ("rprivate", [], []), ("slave", ["master"], []),
            ("rslave", ["master"], []), ("shared", ["shared"], []), ("rshared", ["shared"], ["shared"]),
            ("unbindable", ["unbindable"], []), ("runbindable", ["unbindable"], ["unbindable"]),
        ] as [(String?, Set<String>, Set<String>)])
    func root(option: String?, root: Set<String>, beneath: Set<String>) throws {
        try LaunchFixture.with { fixture in
            try withSharedMount(over: fixture.root) { _ in
                let before = try HostFile.text("/proc/thread-self/mountinfo")
                let script = "\(RuntimeSpec.showMounts); busybox mount -t tmpfs inside /bin"
                let outcome = try fixture.run(script) { $0.linux?.rootPropagation = option }
                #expect(outcome.mount(at: "/")?.propagation == root, "\(outcome)")
                #expect(outcome.mount(at: "/proc")?.propagation == beneath, "\(outcome)")
                #expect(try HostFile.text("/proc/thread-self/mountinfo") == before)
            }
        }
    }

    @Test("of the root that nobody knows is refused")
    func unknown() throws {
        try LaunchFixture.with { fixture in
            let outcome = try fixture.run("true") { $0.linux?.rootPropagation = "wide" }
            #expect(outcome.failure == "linux.rootfsPropagation: unknown propagation \"wide\"")
        }
    }
}
