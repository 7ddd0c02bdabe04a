import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    /// The runtime's file, which runs for a moment where a container can see it.
    @Suite("The runtime's executable, while a container writes to whatever is executed,")
    struct HostileExecutableTests {
        private static let path = "\(Installation.executables)/skiff-runtime"

        /// Writes to the executable of every process that it sees, at once and
        /// after that has ended, until it is killed; tells of each success.
        private static let attack = """
            (while :; do for p in /proc/[0-9]*/exe; do (: >>$p) 2>/dev/null && echo wrote $p; done; done) &
            (while :; do for p in /proc/[0-9]*/exe; do (exec 9<$p; sleep 0.01; : >>/proc/self/fd/9) 2>/dev/null &&
                echo wrote later $p; done; done) &
            (while :; do (: >>/proc/self/exe) 2>/dev/null && echo wrote itself; done) &
            while :; do (echo x >/attack.exe) 2>/dev/null; sleep 1; done
            """

        /// Inode, size, times and digest.
        private func identity() throws -> String {
            try Program("/bin/sh", ["-c", "stat -c '%i %s %a %Y %Z' \(Self.path) && sha256sum \(Self.path)"]).run()
                .succeeded().text
        }

        /// Gives the container's root every capability that would help it.
        private func arm(_ configuration: inout JSON) {
            let names: JSON = [
                "CAP_SYS_PTRACE", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_SYS_ADMIN", "CAP_FOWNER", "CAP_KILL",
            ]
            for set in ["bounding", "effective", "permitted"] { configuration["process"]["capabilities"][set] = names }
            configuration["process"]["noNewPrivileges"] = false
        }

        private func addScripts(to bundle: Bundle) throws {
            let root = try Descriptor.open(bundle.rootFilesystem, [.directory])
            try root.writeFile("script", Array("#!/proc/self/exe\n".utf8), mode: 0o755)
            try root.writeFile("verb", Array("#!/proc/self/exe --root=/ run\n".utf8), mode: 0o755)
            try root.makeSymbolicLink("link", to: "/proc/self/exe")
        }

        @Test("CVE-2019-5736: stays as it is through 50 times of exec")
        func exec() throws {
            let before = try identity()
            try Bundle.with(["sh", "-c", Self.attack], edit: arm) { bundle in
                try addScripts(to: bundle)
                try bundle.createAndStart()
                let commands = ["true", "/proc/self/exe", "/script", "/verb", "/link"]
                for round in 0..<50 {
                    let command = commands[round % commands.count]
                    // What the runtime does as a command in there is its own affair; that it ends is ours.
                    let result = try bundle.program(["exec", bundle.id, command]).run(within: .seconds(20))
                    if command == "true" { #expect(result.exitCode == 0, "\(result)") }
                }
                #expect(!bundle.output.contains("wrote"), "\(bundle.output)")
                #expect(try bundle.status() == "running")
            }
            #expect(try identity() == before)
        }

        @Test("CVE-2019-5736: stays as it is when it is the first command")
        func run() throws {
            let before = try identity()
            for command in ["/proc/self/exe", "/script", "/verb", "/link"] {
                try Bundle.with([command], edit: arm) { bundle in
                    try addScripts(to: bundle)
                    let result = try bundle.program(["run", "--bundle", bundle.path, bundle.id]).run(
                        within: .seconds(20))
                    #expect([0, 1].contains(result.exitCode), "\(command): \(result)")
                }
            }
            #expect(try identity() == before)
        }

        @Test("CVE-2019-5736: can be written by no link of a process that stays beside its container")
        func follower() throws {
            let before = try identity()
            try Bundle.with(["sh", "-c", "echo up; sleep 1000"]) { bundle in
                var running = try bundle.program(["run", "--bundle", bundle.path, bundle.id]).start()
                try running.output.wait(for: "up")
                try bundle.wait(for: "running")
                let process = "/proc/\(running.pid)"
                let mapped = HostFile.names(in: "\(process)/map_files").map { "map_files/\($0)" }
                #expect(mapped.count >= 2)
                for link in ["exe"] + mapped {
                    let file = try Descriptor.open("\(process)/\(link)", [.readOnly])
                    var status = statvfs()
                    #expect(fstatvfs(file.number, &status) == 0 && status.f_flag & UInt(ST_RDONLY) != 0, "\(link)")
                    #expect(throws: SystemError.self, "\(link)") {
                        _ = try Descriptor.open("/proc/self/fd/\(file.number)", [.writeOnly])
                    }
                }
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                _ = try running.finish()
            }
            #expect(try identity() == before)
        }

        @Test("is to all who look at the process what it would be without its protection")
        func looks() throws {
            try Bundle.with(["sh", "-c", "echo up; sleep 1000"]) { bundle in
                let words = ["run", "--bundle", bundle.path, bundle.id]
                var protected = try bundle.program(words).start()
                try protected.output.wait(for: "up")
                try bundle.wait(for: "running")
                let other = try bundle.program(["events", bundle.id]).start()
                let (pid, otherPid) = (protected.pid, other.pid)
                let all = ["\(Installation.executables)/skiff-runtime", "--root", bundle.root] + words
                #expect(HostProcess(pid).words == all)
                let name = try HostFile.text("/proc/\(pid)/comm")
                #expect(name == "skiff-runtime")
                let environment = try HostFile.text("/proc/\(pid)/environ")
                let otherEnvironment = try HostFile.text("/proc/\(otherPid)/environ")
                #expect(environment == otherEnvironment && environment.contains(bundle.mark))
                // proc_pid_stat(5): where code and initialized variables begin and end.
                for field in [26, 27, 45, 46] {
                    let (found, expected) = try (statistic(field, of: pid), statistic(field, of: otherPid))
                    #expect(found == expected, "\(field)")
                }
                try bundle.run("kill", bundle.id, "KILL").succeeded()
                _ = try protected.finish()
            }
        }

        private func statistic(_ field: Int, of pid: pid_t) throws -> Substring {
            let text = try HostFile.text("/proc/\(pid)/stat")
            let rest = text[text.index(after: try #require(text.lastIndex(of: ")")))...]
            return try #require(rest.split(separator: " ").dropFirst(field - 3).first)
        }

        @Test("CVE-2016-9962: nor does a root with CAP_SYS_PTRACE see more of the host by exec's process than its own")
        func entering() throws {
            try withTemporaryDirectory { outside in
                _ = try Canary(in: outside)
                let look = """
                    while :; do for p in /proc/[0-9]*; do
                        for way in root cwd fd/3 fd/4 fd/5 fd/6 fd/7 fd/8 fd/9 fd/10 fd/11 fd/12; do
                            [ -e $p/$way\(outside)/passwd ] && echo saw $p/$way
                            [ -e $p/$way/../../../../../../../..\(outside)/passwd ] && echo reached $p/$way
                            [ -e $p/$way/state.json ] && echo found $p/$way
                        done
                    done; done
                    """
                try Bundle.with(["sh", "-c", look], edit: arm) { bundle in
                    try bundle.createAndStart()
                    for _ in 0..<100 { try bundle.run("exec", bundle.id, "true").succeeded() }
                    #expect(bundle.output == "", "\(bundle.output)")
                }
            }
        }
    }
}
