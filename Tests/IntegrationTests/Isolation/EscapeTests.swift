import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Ways out that others have had")
    struct EscapeTests {
        private let skiff = Skiff.current

        /// Several numbers: which one leads out depends on what the runtime has open.
        @Test("a working directory by a descriptor of the runtime is refused (CVE-2024-21626)", arguments: 3..<24)
        func workingDirectory(number: Int) throws {
            let result = try skiff.run("run", "--rm", "--workdir", "/proc/self/fd/\(number)", "busybox", "pwd")
            #expect(result.exitCode == 125)
            #expect(result.output.isEmpty)
            #expect(result.errorText.contains("/proc/self/fd/\(number)"))
        }

        @Test(
            "a working directory that the image made a link out of is refused (CVE-2024-21626)",
            arguments: ["/proc/self/fd/7", "/proc/1/root", "/proc/self/cwd"])
        func linkedWorkingDirectory(target: String) throws {
            try withTemporaryDirectory { directory in
                let script = """
                    cd \(directory) && mkdir -p root/bin root/proc && cp "$(command -v busybox)" root/bin/sh
                    ln -s \(target) root/out && tar -C root -cf root.tar .
                    """
                try Program("/bin/sh", ["-c", script]).run().succeeded()
                try skiff.run("import", "--change", "WORKDIR /out", "\(directory)/root.tar", "linked:1").succeeded()
                let result = try skiff.run("run", "--rm", "linked:1", "/bin/sh", "-c", "echo *")
                try skiff.run("rmi", "linked:1").succeeded()
                #expect(result.exitCode == 125)
                #expect(result.output.isEmpty)
                #expect(result.errorText.contains("/out"))
            }
        }

        @Test("the runtime's executable can't be overwritten from inside (CVE-2019-5736)")
        func ownExecutable() throws {
            let runtime = "\(Installation.executables)/skiff-runtime"
            let before = try HostFile.status(runtime)
            let script = """
                for file in /proc/1/exe /sbin/skiff-init; do
                    (echo '#!/bin/sh' >$file) 2>&1; (echo x >>$file) 2>&1; chmod 777 $file 2>&1; rm -f $file 2>&1
                done
                exec 5</proc/1/exe; (echo x >/proc/self/fd/5) 2>&1
                """
            let result = try skiff.shell(["--init"], script)
            #expect(result.lines.count == 9, "\(result)")
            #expect(
                result.lines.allSatisfy { line in
                    ["Read-only file system", "Text file busy", "resource busy", "not permitted"].contains {
                        line.contains($0)
                    }
                }, "\(result)")
            let after = try HostFile.status(runtime)
            #expect(after.st_ino == before.st_ino && after.st_size == before.st_size && after.st_mode == before.st_mode)
            #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
        }

        @Test("a command that is the runtime itself gets a runtime that can't be written (CVE-2019-5736)")
        func runtimeAsCommand() throws {
            let result = try skiff.run("run", "--rm", "busybox", "/proc/self/exe", "supervise", "9")
            #expect(result.exitCode != 0)
            #expect(try skiff.shell([], "echo still here").text == "still here")
        }

        @Test(
            "the host can't be reached by walking up",
            arguments: ["/..", "/../../..", "/proc/1/root/..", "/proc/self/root/../.."])
        func walkingUp(path: String) throws {
            let result = try skiff.shell([], "stat -c %d:%i / \(path)")
            #expect(result.lines.count == 2)
            #expect(Set(result.lines).count == 1, "\(result)")
        }
    }
}
