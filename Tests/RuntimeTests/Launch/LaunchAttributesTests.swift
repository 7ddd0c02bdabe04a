import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

@Suite("A launched process", .requiresRoot)
struct LaunchAttributesTests {
    /// What the script writes in a container that the body has changed.
    private func output(
        of script: String, userNamespace: Bool = false, _ change: (inout RuntimeSpec) -> Void
    ) throws -> String {
        var text = ""
        try LaunchFixture.with { fixture in
            text = try fixture.output(of: script, .with(userNamespace: userNamespace, change))
        }
        return text
    }

    @Test(
        "has the scheduling policy, the nice value and the I/O priority asked for",
        arguments: [
            (RuntimeSpec.Scheduler(policy: "SCHED_OTHER", nice: 7), "7 0"),
            (.init(policy: "SCHED_OTHER", nice: -3), "-3 0"),
            (.init(policy: "SCHED_BATCH", nice: 5, flags: ["SCHED_FLAG_RESET_ON_FORK"]), "5 3"),
            (.init(policy: "SCHED_IDLE"), "0 5"),
        ])
    func scheduling(scheduler: RuntimeSpec.Scheduler, expected: String) throws {
        // Fields of proc_pid_stat(5), of the shell itself: what it starts would
        // not have what is reset on fork.
        let script = "read line </proc/self/stat; set -- $line; echo ${19} ${41}"
        #expect(try output(of: script) { $0.process?.scheduler = scheduler } == expected)
    }

    @Test("names the field when the kernel refuses a scheduling policy")
    func refusedPolicy() throws {
        let spec = RuntimeSpec.with {
            $0.process?.scheduler = .init(policy: "SCHED_DEADLINE", runtime: 2_000_000, deadline: 1_000_000)
        }
        try LaunchFixture.with { fixture in
            #expect {
                _ = try Launcher.launch(fixture.plan(spec))
            } throws: {
                "\($0)" == "cannot set the scheduling policy SCHED_DEADLINE (process.scheduler): invalid argument"
            }
        }
    }

    @Test(
        "has the I/O priority asked for",
        arguments: [
            ("IOPRIO_CLASS_BE", 6, "best-effort: prio 6"), ("IOPRIO_CLASS_RT", 2, "realtime: prio 2"),
            ("IOPRIO_CLASS_IDLE", 0, "idle"),
        ])
    func ioPriority(name: String, level: Int, expected: String) throws {
        let text = try output(of: "ionice -p $$") {
            $0.process?.ioPriority = .init(schedulingClass: name, priority: level)
        }
        #expect(text == expected)
    }

    @Test("has the personality and the memory policy asked for")
    func executionDomain() throws {
        let text = try output(of: "cat /proc/self/personality; read -r _ policy _ </proc/self/numa_maps; echo $policy")
        {
            $0.linux?.personality = .init(domain: "LINUX32")
            $0.linux?.memoryPolicy = .init(mode: "MPOL_BIND", nodes: "0", flags: ["MPOL_F_STATIC_NODES"])
        }
        #expect(text == "00000008\nbind=static:0")
    }

    @Test("runs on the processors that one joining a container is to have")
    func affinity() throws {
        var plan = LaunchPlan()
        try plan.addFinalAffinity(
            .init(user: .init(userID: 0, groupID: 0), workingDirectory: "/", execCPUAffinity: .init(final: "0")))
        try expectSuccess(of: plan, "grep -qx 'Cpus_allowed_list:\t0' /proc/self/status")
    }

    @Test("has written its label into its own directory of /proc")
    func securityLabel() throws {
        // A file that every kernel has stands in for that of a security module.
        var plan = LaunchPlan()
        plan.append(.securityLabel(module: .appArmor, attribute: "oom_score_adj", label: "77"))
        try expectSuccess(of: plan, "test $(cat /proc/self/oom_score_adj) = 77")
        plan = LaunchPlan()
        plan.append(.securityLabel(module: .seLinux, attribute: "attr/absent", label: "x:y:z"))
        var failure = ""
        do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { failure = error.description }
        #expect(failure == "cannot set the SELinux label x:y:z (process.selinuxLabel): no such file or directory")
    }

    /// Runs a script of the host's shell after the plan's steps.
    private func expectSuccess(of plan: consuming LaunchPlan, _ script: String) throws {
        plan.append(.execute(candidates: ["/bin/sh"], arguments: ["sh", "-c", script], environment: ["PATH=/bin"]))
        #expect(try Launcher.launch(plan).process.wait() == .exited(code: 0))
    }

    @Test("has the user, the groups, the umask and the score for the out-of-memory killer", arguments: [false, true])
    func identity(userNamespace: Bool) throws {
        let script = "grep -E '^(Umask|Uid|Gid|Groups|NoNewPrivs):' /proc/self/status; cat /proc/self/oom_score_adj"
        let text = try output(of: script, userNamespace: userNamespace) {
            $0.process?.user = .init(userID: 0, groupID: 7, umask: 0o27, additionalGroupIDs: [7, 20, 30])
            $0.process?.oomScoreAdjustment = 321
            $0.process?.noNewPrivileges = true
        }
        #expect(
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                == "Umask: 0027 Uid: 0 0 0 0 Gid: 7 7 7 7 Groups: 7 20 30 NoNewPrivs: 1 321")
    }

    @Test("is a user whose id is beyond 2^31 when that is asked for", arguments: [1 << 31, .max - 1] as [UInt32])
    func highUser(id: UInt32) throws {
        try LaunchFixture.with { fixture in
            try Program("/bin/chmod", ["777", fixture.root]).run().succeeded()
            let spec = RuntimeSpec.with { $0.process?.user = .init(userID: id, groupID: id) }
            #expect(try fixture.output(of: "id -u; id -g", spec) == "\(id)\n\(id)")
        }
    }

    @Test("has the resource limits asked for, and none where it is unlimited")
    func resourceLimits() throws {
        let text = try output(of: "ulimit -Sn; ulimit -Hn; ulimit -Sc; ulimit -Hs") {
            $0.process?.resourceLimits = [
                .init(type: "RLIMIT_NOFILE", hard: 200, soft: 100), .init(type: "RLIMIT_CORE", hard: 0, soft: 0),
                .init(type: "RLIMIT_STACK", hard: .max, soft: 8 << 20),
            ]
        }
        #expect(text == "100\n200\n0\nunlimited")
    }

    @Test("has kernel parameters of namespaces that are its own, named with either separator")
    func kernelParameters() throws {
        let script = "cat /proc/sys/kernel/msgmax /proc/sys/net/ipv4/conf/lo/forwarding /proc/sys/kernel/domainname"
        let text = try output(of: script) {
            $0.domainname = nil
            $0.linux?.sysctl = [
                "kernel.msgmax": "4711", "net/ipv4/conf/lo/forwarding": "1", "kernel.domainname": "example",
            ]
        }
        #expect(text == "4711\n1\nexample")
    }

    @Test("has clocks of its own that are ahead")
    func clocks() throws {
        let text = try output(of: "cut -d. -f1 /proc/uptime") {
            $0.linux?.namespaces?.append(.init(type: .time))
            $0.linux?.timeOffsets = ["boottime": .init(seconds: 1_000_000_000)]
        }
        #expect(try #require(Int(text)) > 1_000_000_000)
    }

    @Test("is told what it has of the environment: the last of a name")
    func environment() throws {
        let text = try output(of: "env | grep -v ^PWD= | grep -v ^SHLVL=") {
            $0.process?.environment = ["A=1", "PATH=/bin", "B=x=y", "A=2", "HOME=/given"]
        }
        #expect(text.split(separator: "\n").sorted() == ["A=2", "B=x=y", "HOME=/given", "PATH=/bin"])
    }
}
