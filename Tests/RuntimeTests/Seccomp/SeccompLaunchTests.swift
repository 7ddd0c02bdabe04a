import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Filters at work in launched processes.
@Suite("A process under a filter", .requiresRoot)
struct SeccompLaunchTests {
    /// What a static busybox calls to run `true`.
    private static let ownCalls = [
        "arch_prctl", "brk", "exit_group", "exit", "getuid", "getgid", "getrandom", "geteuid", "mprotect", "newfstatat",
        "prlimit64",
        "readlink", "readlinkat", "rseq", "set_robust_list", "set_tid_address", "setgid", "setuid", "uname", "mmap",
    ]
    private static let launcherCalls = ["capset", "prctl", "execve"]

    private static func spec(user: UInt32, noNewPrivileges: Bool, _ arguments: [String]) -> RuntimeSpec {
        var spec = RuntimeSpec.complete(userNamespace: false, terminal: false, noNewPrivileges: noNewPrivileges)
        spec.process?.user = .init(userID: user, groupID: user)
        spec.process?.arguments = arguments
        return spec
    }

    @Test(
        "starts with a profile that allows no more than capset, prctl, execve and the program's own calls",
        arguments: [0, 1000] as [UInt32], [true, false])
    func narrow(user: UInt32, noNewPrivileges: Bool) throws {
        let program = try SeccompCompiler.compile(
            .init(
                defaultAction: .killProcess,
                systemCalls: [.init(names: Self.ownCalls + Self.launcherCalls, action: .allow)]))
        try LaunchFixture.with { fixture in
            chmod(fixture.root, 0o755)  // for who is not root
            let spec = Self.spec(user: user, noNewPrivileges: noNewPrivileges, ["busybox", "true"])
            let launched = try Launcher.launch(fixture.plan(spec, seccomp: program))
            let status = try launched.process.wait()
            #expect(status == .exited(code: 0))
        }
    }

    @Test("tells of a failure when the profile allows write", arguments: [true, false])
    func failure(noNewPrivileges: Bool) throws {
        let program = try SeccompCompiler.compile(
            .init(
                defaultAction: .errno,
                systemCalls: [.init(names: ["capset", "prctl", "execve", "write", "exit_group"], action: .allow)]))
        try LaunchFixture.with { fixture in
            chmod(fixture.root, 0o755)  // for who is not root
            let spec = Self.spec(user: 1000, noNewPrivileges: noNewPrivileges, ["/bin/absent"])
            var sentence = "no failure"
            let plan = try fixture.plan(spec, seccomp: program)
            do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { sentence = error.description }
            #expect(sentence.hasPrefix("cannot run /bin/absent: executable file not found"), "\(sentence)")
        }
    }

    @Test(
        "has its calls answered by the agent, whatever else the filter stops",
        arguments: [0, 1000] as [UInt32], ["mkdir", "execve", "write", "sendmsg", "capset"])
    func agent(user: UInt32, call: String) throws {
        let profile = RuntimeSpec.Seccomp(
            defaultAction: .allow, listenerMetadata: "a \"word\"",
            systemCalls: [.init(names: [call], action: .notify), .init(names: ["sendmsg", "write"], action: .errno)])
        try LaunchFixture.with { fixture in
            chmod(fixture.root, 0o755)  // for who is not root
            try withTemporaryDirectory { (path, _) throws in
                var profile = profile
                profile.listenerPath = "\(path)/agent"
                if call == "write" || call == "sendmsg" { profile.systemCalls?.removeLast() }
                let agent = try AnsweringAgent.start(in: path, pretending: call == "mkdir")
                let program = try SeccompCompiler.compile(profile)
                let spec = Self.spec(user: user, noNewPrivileges: true, ["busybox", "mkdir", "/tmp"])
                var plan = try fixture.plan(spec, seccomp: program)
                plan.seccompAgent = SeccompAgent(
                    profile,
                    state: .init(version: "1.2.0", id: "one", status: .creating, bundle: "/b"))
                let launched = try Launcher.launch(plan)
                let status = try launched.process.wait()
                // The root is read-only: only an answer that is none of the kernel's is a success.
                #expect(status == .exited(code: call == "mkdir" ? 0 : 1))
                let state = try agent.state()
                #expect(state["fds"].strings == ["seccompFd"])
                #expect(state["metadata"].string == "a \"word\"")
                #expect(state["ociVersion"].string == "1.2.0")
                #expect(state["pid"].number == Int64(launched.pid))
                #expect(state["state"]["pid"].number == Int64(launched.pid))
                #expect(state["state"]["id"].string == "one")
                #expect(state["state"]["status"].string == "creating")
                #expect(state["state"]["bundle"].string == "/b")
            }
        }
    }

    @Test("doesn't start without its agent")
    func absentAgent() throws {
        let profile = RuntimeSpec.Seccomp(
            defaultAction: .allow, listenerPath: "/nonexistent/agent",
            systemCalls: [.init(names: ["mkdir"], action: .notify)])
        try LaunchFixture.with { fixture in
            chmod(fixture.root, 0o755)  // for who is not root
            let spec = Self.spec(user: 0, noNewPrivileges: true, ["busybox", "true"])
            var plan = try fixture.plan(spec, seccomp: SeccompCompiler.compile(profile))
            plan.seccompAgent = SeccompAgent(
                profile, state: .init(version: "1.2.0", id: "one", status: .creating, bundle: "/b"))
            var sentence = "no failure"
            do throws(LaunchError) { _ = try Launcher.launch(plan) } catch { sentence = error.description }
            #expect(sentence.hasPrefix("cannot connect to the socket /nonexistent/agent: no such file"), "\(sentence)")
        }
    }
}
