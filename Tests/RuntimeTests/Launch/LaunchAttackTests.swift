import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A hostile root", .requiresRoot)
struct LaunchAttackTests {
    /// What a launch of the command comes to, after `prepare` has changed the root.
    private func outcome(
        of command: String, workingDirectory: String = "/", prepare: (borrowing Descriptor) throws -> Void = { _ in }
    ) throws -> String {
        var text = ""
        try LaunchFixture.with { fixture in
            try prepare(Descriptor.open(fixture.root, [.directory]))
            var spec = RuntimeSpec.complete(userNamespace: false, terminal: false, noNewPrivileges: true)
            spec.process?.arguments = [command, "true"]
            spec.process?.workingDirectory = workingDirectory
            do {
                let launched = try Launcher.launch(fixture.plan(spec))
                text = "\(try launched.process.wait())"
            } catch let error as LaunchError {
                text = error.description
            }
        }
        return text
    }

    @Test("CVE-2024-21626: no descriptor leads a command out of the root")
    func commandThroughDescriptor() throws {
        for number in 3..<32 {
            let text = try outcome(of: "/proc/self/fd/\(number)/../../../../../../../../../../bin/busybox")
            #expect(text.contains("not found"), "\(number): \(text)")
        }
    }

    @Test("CVE-2024-21626: no descriptor leads an interpreter out of the root")
    func interpreterThroughDescriptor() throws {
        for number in 3..<32 {
            let script = "#!/proc/self/fd/\(number)/../../../../../../../../../../bin/busybox sh\nexit 0\n"
            let text = try outcome(of: "/bin/script") { root in
                // By another process: what this one has open for writing, a child of a
                // test at the same time has open too, until its execve(2) (ETXTBSY).
                let path = "/proc/\(getpid())/fd/\(root.number)/bin/script"
                let words = ["-c", "printf %s \"$1\" >$2 && chmod 755 $2", "sh", script, path]
                try Program("/bin/sh", words).run().succeeded()
            }
            #expect(text.contains("not found"), "\(number): \(text)")
        }
    }

    @Test("CVE-2024-21626: no descriptor is a working directory")
    func workingDirectoryThroughDescriptor() throws {
        for number in 0..<64 {
            let text = try outcome(of: "/bin/busybox", workingDirectory: "/proc/self/fd/\(number)")
            #expect(text.contains("directory /proc/self/fd/\(number): "), "\(number): \(text)")
        }
    }

    @Test(
        "CVE-2019-19921, CVE-2023-27561, CVE-2023-28642: procfs and sysfs are not mounted through a link",
        arguments: ["proc", "sys"])
    func linkedKernelFilesystem(name: String) throws {
        let text = try outcome(of: "/bin/busybox") { root in
            try root.makeDirectory("elsewhere")
            try root.makeSymbolicLink(name, to: "elsewhere")
        }
        #expect(text.contains("on /\(name): a symbolic link"), "\(text)")
    }

    @Test("a link in place of /dev leads nowhere outside")
    func linkedDevices() throws {
        try withTemporaryDirectory { path, outside in
            let text = try outcome(of: "/bin/busybox") { root in
                try root.makeSymbolicLink("dev", to: "../../../../../../../..\(path)")
            }
            #expect(text.contains("exited(code: 0)") || text.hasPrefix("cannot mount"), "\(text)")
            #expect(try outside.entries().isEmpty)
        }
    }
}
