import Glibc
import LinuxSystem
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("skiff why")
    struct WhyTests {
        private let skiff = Skiff.current

        @Test("names the cause of a death", arguments: Fault.all)
        func names(fault: Fault) throws {
            let name = Skiff.newName()
            try skiff.run(["create", "--name", name] + fault.options + [fault.image] + fault.command).succeeded()
            _ = try skiff.run("start", name)
            try commit(fault.deed, on: name)
            var told: JSON = .null
            var found: String?
            let look = {
                told = try skiff.run("why", "--format", "json", name).succeeded().json()[0]
                found = told["Cause"].string == "none" ? told["PreviousCause"].string ?? "none" : told["Cause"].string
                return found == fault.cause
            }
            if case .look? = fault.deed {
                _ = try eventually(look)
            } else {
                _ = try skiff.run("wait", name)
                _ = try look()
            }
            #expect(found == fault.cause, "\(told)")
            let text = try skiff.run("why", name).succeeded().text
            #expect(text.hasPrefix("\(name): "), "\(text)")
            #expect(fault.cause.hasPrefix("out-of-memory") || !text.contains("limit of memory of"), "\(text)")
            try skiff.run("rm", "--force", name).succeeded()
        }

        @Test("says whose limit of memory was used up, whatever that group is called")
        func limitAbove() throws {
            let group = "skiff-\(Skiff.newName())"
            let isLegacy = HostFile.exists("/sys/fs/cgroup/memory/memory.limit_in_bytes")
            let directory = isLegacy ? "/sys/fs/cgroup/memory/\(group)" : "/sys/fs/cgroup/\(group)"
            try #require(mkdir(directory, 0o755) == 0)
            let file = isLegacy ? "memory.limit_in_bytes" : "memory.max"
            try HostFile.write("\(24 << 20)", to: "\(directory)/\(file)")
            let name = Skiff.newName()
            let words = ["run", "--name", name, "--cgroup-parent", group, "-m", "1g"]
            #expect(try skiff.run(words + ["busybox", "tail", "/dev/zero"]).exitCode == 137)
            let told = try skiff.run("why", "--format", "json", name).succeeded().json()[0]
            #expect(told["Cause"].string == "out-of-memory-above", "\(told)")
            #expect(try skiff.run("why", name).text.contains("the cgroup /\(group), which it is in"))
            try skiff.run("rm", name).succeeded()
            for hierarchy in HostFile.names(in: "/sys/fs/cgroup") { rmdir("/sys/fs/cgroup/\(hierarchy)/\(group)") }
            rmdir("/sys/fs/cgroup/\(group)")
        }

        private func commit(_ deed: Fault.Deed?, on name: String) throws {
            switch deed {
            case nil: return
            case .look(let milliseconds): usleep(milliseconds * 1000)
            case .skiff(let words):
                try awaitReadiness(of: name)
                try skiff.run(words + [name]).succeeded()
            case .kill(let signal):
                try awaitReadiness(of: name)
                let pid = try #require(try skiff.inspect(name)["State"]["Pid"].number)
                #expect(Glibc.kill(pid_t(pid), signal) == 0)
            case .loseSupervisor:
                let pid = try #require(try skiff.inspect(name)["State"]["Pid"].number)
                let supervisor = try #require(HostProcess(pid_t(pid)).parent)
                try #require(supervisor.words.contains("supervise"))
                #expect(Glibc.kill(supervisor.id, SIGKILL) == 0)
            }
        }

        /// Those that say when they are ready are waited for.
        private func awaitReadiness(of name: String) throws {
            let command = try skiff.inspect(name)["Config"]["Cmd"].elements.compactMap(\.string).joined(separator: " ")
            guard command.contains("echo ready") else { return }
            #expect(try eventually { try skiff.run("logs", name).text.contains("ready") })
        }
    }
}
