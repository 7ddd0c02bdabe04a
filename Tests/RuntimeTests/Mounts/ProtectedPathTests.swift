import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A protected path", .requiresRoot)
struct ProtectedPathTests {
    private typealias Mount = RuntimeSpec.Mount

    @Test("that is masked reads as empty, be it a file, a directory or a link to one", arguments: [false, true])
    func masked(userNamespace: Bool) throws {
        try LaunchFixture.with { fixture in
            try fixture.openToAll(directories: ["secret", "open"])
            let root = try Descriptor.open(fixture.root, [.directory])
            for name in ["secret", "open"] { try root.openDirectory(name).createFile("file", [48, 10], mode: 0o644) }
            try root.makeSymbolicLink("way", to: "/open/file")
            let script = """
                for f in /open/file /way /proc/version; do busybox cat $f; echo $? $f; done
                busybox ls -A /secret /proc/tty; busybox ls /nonexistent >/dev/null 2>&1 || echo none
                busybox mkdir /secret/new 2>/dev/null || echo refused
                """
            let outcome = try fixture.run(script) {
                if userNamespace { $0.addUserNamespace() }
                $0.linux?.maskedPaths = [
                    "/way", "/secret", "/proc/version", "/proc/tty", "/nonexistent", "/open/file/x",
                ]
            }
            let empty = "0 /open/file\n0 /way\n0 /proc/version\n/proc/tty:\n\n/secret:\nnone\nrefused\n"
            #expect(outcome.output == empty, "\(outcome)")
        }
    }

    @Test("that is read-only keeps what the mount was besides", arguments: [false, true])
    func readOnly(userNamespace: Bool) throws {
        try LaunchFixture.with { fixture in
            try fixture.openToAll(directories: ["x"])
            try withTemporaryDirectory { source, directory in
                try directory.setMode(0o777)
                let options = ["bind", "nosuid", "nodev", "noexec", "noatime"]
                let outcome = try fixture.run(
                    "\(RuntimeSpec.showMounts); echo >/proc/sys/kernel/hostname; echo >/x/y",
                    mounts: [Mount(destination: "/x", source: source, options: options)]
                ) {
                    if userNamespace { $0.addUserNamespace() }
                    $0.linux?.readOnlyPaths = ["/proc/sys", "/x", "/absent"]
                }
                let info = try #require(outcome.mount(at: "/x"), "\(outcome)")
                #expect(info.options.isSuperset(of: ["ro", "nosuid", "nodev", "noexec", "noatime"]))
                #expect(outcome.mount(at: "/proc/sys")?.options.contains("ro") == true)
                #expect(
                    outcome.output.split(separator: "\n").filter { $0.contains("Read-only file system") }.count == 2)
                #expect(try directory.entries().isEmpty)
            }
        }
    }

    @Test("that is the root leaves the mounts beneath writable")
    func root() throws {
        try LaunchFixture.with { fixture in
            let script = "echo >/file; echo >/x/file && echo written; \(RuntimeSpec.showMounts)"
            let outcome = try fixture.run(script, mounts: [Mount(destination: "/x", type: "tmpfs", source: "x")]) {
                $0.root?.readOnly = true
            }
            #expect(outcome.output.contains("/file: Read-only file system\nwritten\n"), "\(outcome)")
            #expect(outcome.mount(at: "/")?.options.contains("ro") == true)
        }
    }
}
