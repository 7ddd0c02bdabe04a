import Glibc
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Calls that the filter refuses")
    struct RefusedCallTests {
        private let skiff = Skiff.current

        @Test("are told with their names, by whom and when: by why, inspect and the event of the end")
        func told() throws {
            let name = Skiff.newName()
            let cursor = try skiff.lastCursor()
            let words = ["run", "--name", name, "probe"]
            let calls = ["/probe", "--syscalls", "mount,keyctl,socket-vsock", "--exit", "3"]
            #expect(try skiff.run(words + calls).exitCode == 3)
            let text = try skiff.run("why", name).succeeded().text
            #expect(text.contains("after its filter of system calls had refused socket(40) (EPERM)"), "\(text)")
            #expect(text.contains("to the process 'probe'"), "\(text)")
            #expect(text.contains("Its filter of system calls refused mount (EPERM)"), "\(text)")
            let refused = try skiff.inspect(name)["State"]["RefusedCalls"].elements
            #expect(refused.map { $0["Call"].string } == ["socket(40)", "keyctl", "mount"])
            #expect(refused.allSatisfy { $0["Error"].string == "EPERM" && $0["Process"].string == "probe" })
            #expect(refused.allSatisfy { ($0["MillisecondsBefore"].number ?? -1) >= 0 })
            let end = try skiff.events(since: cursor).first { $0.action == "die" && $0.attributes["name"] == name }
            #expect(end?.attributes["refusedCall"] == "socket(40)")
            try skiff.run("rm", name).succeeded()
        }

        @Test(
            "are nobody's to see with a profile of the user's, without a filter, or for engines inside",
            arguments: [["--cap-add", "SYS_ADMIN"], ["--security-opt", "seccomp=unconfined"], ["--privileged"]])
        func unwatched(options: [String]) throws {
            let name = Skiff.newName()
            let words = ["run", "--name", name] + options
            #expect(try skiff.run(words + ["probe", "/probe", "--syscalls", "keyctl", "--exit", "3"]).exitCode == 3)
            #expect(try skiff.inspect(name)["State"]["RefusedCalls"].elements.isEmpty)
            #expect(try !skiff.run("why", name).text.contains("refused"))
            try skiff.run("rm", name).succeeded()
        }

        @Test("are refused to further processes and after a restart, too")
        func others() throws {
            let name = Skiff.newName()
            let answer = ["/probe", "--syscalls", "keyctl"]
            try skiff.run("run", "-d", "--name", name, "probe", "sleep", "1000").succeeded()
            try skiff.run("restart", "-t", "0", name).succeeded()
            let told = try skiff.run(["exec", name] + answer).succeeded().json()
            #expect(told["syscalls"]["keyctl"].string == "EPERM")
            try skiff.run("rm", "--force", name).succeeded()
        }

        /// As fast as it can, from four processes, each under a new name again and again (prctl(2), PR_SET_NAME).
        private static let flood = """
            import ctypes, os
            c = ctypes.CDLL(None)
            for _ in range(3):
                if os.fork() == 0: break
            i = 0
            while True:
                c.syscall(\(keyctl), 0)
                i += 1
                if i % 50 == 0: c.prctl(15, b"n%d" % i, 0, 0, 0)
            """

        #if arch(x86_64)
            private static let keyctl = 250
        #else
            private static let keyctl = 219
        #endif

        @Test("are answered at a bounded cost, however many there are, and the supervisor hears others meanwhile")
        func flood() throws {
            let name = Skiff.newName()
            let began = ContinuousClock.now
            // Python is the host's.
            let words = ["run", "-d", "--name", name, "-v", "/:/host:ro", "busybox", "chroot", "/host"]
            try skiff.run(words + ["/usr/bin/python3", "-c", Self.flood]).succeeded()
            let pid = try #require(try skiff.inspect(name)["State"]["Pid"].number)
            let supervisor = try #require(HostProcess(pid_t(pid)).parent)
            let before = try Self.ticks(of: supervisor.id)
            sleep(2)
            let used = try Self.ticks(of: supervisor.id) - before
            // Hundredths of a second; half of one processor would be a hundred.
            #expect(used < 100, "\(used)")
            #expect(try skiff.run("exec", name, "echo", "here").succeeded().text == "here")
            try skiff.run("stop", "-t", "0", name).succeeded()
            let ended = ContinuousClock.now - began
            let refused = try skiff.inspect(name)["State"]["RefusedCalls"].elements
            #expect((1...8).contains(refused.count))
            #expect(refused.allSatisfy { $0["Call"].string == "keyctl" })
            // Twenty thousand a second, and what two periods have at their borders.
            let count = refused.compactMap { $0["Count"].number }.reduce(0, +)
            #expect(count > 0 && count < Int64(ended / .milliseconds(1)) * 20 + 4000, "\(count) in \(ended)")
            try skiff.run("rm", name).succeeded()
        }

        /// Processor time (proc_pid_stat(5)).
        private static func ticks(of process: pid_t) throws -> Int {
            let fields = try HostFile.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ")
            let times = try #require(fields)[11...12].compactMap { Int($0) }
            return times.reduce(0, +)
        }
    }
}
