import Glibc
import LinuxSystem
import OCI
import TestSupport
import Testing

@testable import Runtime

/// Filters whose refusals go to a listener.
@Suite("A watched filter", .enabled(if: isX86, "the calls have x86-64's numbers"))
struct WatchedFilterTests {
    private static let profile = RuntimeSpec.Seccomp(
        defaultAction: .allow, architectures: ["SCMP_ARCH_X86_64"],
        systemCalls: [
            .init(names: ["sethostname", "keyctl"], action: .errno),
            .init(names: ["add_key"], action: .errno, errno: UInt32(ENOSYS)),
            .init(names: ["acct"], action: .killProcess),
        ])

    @Test("asks where the other one refuses with EPERM, and answers as that one elsewhere")
    func answers() throws {
        let plain = try SeccompCompiler.compile(Self.profile)
        let watched = try #require(plain.watched)
        for number in 0..<500 as Range<UInt32> {
            for architecture in FilterArchitecture.ofMachine {
                let before = FilterMachine(plain).answer(architecture, number)
                let after = FilterMachine(watched).answer(architecture, number)
                #expect(after == (before == Answer.errno(UInt32(EPERM)) ? Answer.notify : before))
            }
        }
        #expect(FilterMachine(watched).answer(.x86_64, 170) == Answer.notify)
        #expect(FilterMachine(watched).answer(.x86_64, 248) == Answer.errno(UInt32(ENOSYS)))
    }

    @Test("isn't made of one that has an agent, or that never refuses so")
    func none() throws {
        let agent = try SeccompCompiler.compile(
            .init(
                defaultAction: .errno, listenerPath: "/run/agent",
                systemCalls: [.init(names: ["mkdir"], action: .notify)]))
        #expect(agent.watched == nil)
        let other = try SeccompCompiler.compile(
            .init(defaultAction: .allow, systemCalls: [.init(names: ["mkdir"], action: .errno, errno: 38)]))
        #expect(other.watched == nil)
    }

    /// Python that makes system calls, and exits with the last one's errno.
    private static func plan(_ calls: [String], watched: SeccompProgram, plain: SeccompProgram) -> LaunchPlan {
        var plan = LaunchPlan()
        plan.watchesRefusals = true
        // The launcher sleeps until the execve, as with a container.
        plan.append(.resetSignals)
        plan.append(.noNewPrivileges)
        plan.append(.closeDescriptors(from: 3, keeping: -1))
        plan.append(.watchedSeccomp(watched))
        plan.append(.seccomp(plain))
        let script =
            "import ctypes, sys; c = ctypes.CDLL(None, use_errno=True); "
            + calls.map { "c.syscall(\($0)); " }.joined() + "sys.exit(ctypes.get_errno())"
        plan.append(
            .execute(candidates: ["/usr/bin/python3"], arguments: ["python3", "-c", script], environment: []))
        return plan
    }

    @Test("has its refusals answered with EPERM, and noted: which call, whose, how often")
    func noted() throws {
        let plain = try SeccompCompiler.compile(Self.profile)
        let plan = Self.plan(
            ["250, 0", "170, b'', 0", "248, 0", "170, b'', 0"], watched: try #require(plain.watched), plain: plain)
        var launched = try Launcher.launch(plan)
        guard let listener = launched.refusals.take() else { throw TestFailure("there is no listener") }
        var watch = RefusalWatch(owning: listener)
        while try launched.process.poll() == nil {
            _ = watch.answer()
            usleep(1000)
        }
        #expect(try launched.process.wait() == .exited(code: EPERM))
        let calls = watch.calls(before: .now())
        #expect(calls.map(\.call) == ["sethostname", "keyctl"])
        #expect(calls.map(\.count) == [2, 1])
        #expect(calls.allSatisfy { $0.process == "python3" && $0.error == "EPERM" && $0.before < 60_000 })
    }

    @Test("gives way to the plain one where the kernel gives no listener")
    func withoutListener() throws {
        let plain = try SeccompCompiler.compile(Self.profile)
        let refused = SeccompProgram(instructions: try #require(plain.watched).instructions, flags: 1 << 20)
        let launched = try Launcher.launch(Self.plan(["170, b'', 0"], watched: refused, plain: plain))
        let isWatched = launched.refusals != nil
        #expect(!isWatched)
        #expect(try launched.process.wait() == .exited(code: EPERM))
    }
}

#if arch(x86_64)
    private let isX86 = true
#else
    private let isX86 = false
#endif
