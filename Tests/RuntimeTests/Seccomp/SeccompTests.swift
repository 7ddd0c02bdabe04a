import CSeccomp
import Glibc
import LinuxSystem
import OCI
import Testing

@testable import Runtime

@Suite("A system-call filter")
struct SeccompTests {
    /// All calls up to statx(2), number 332 on x86-64, but not sethostname(2).
    private static var profile: RuntimeSpec.Seccomp {
        let names = (0...Int32(332)).compactMap { number -> String? in
            guard let name = seccomp_syscall_resolve_num_arch(0xc000_003e, number) else { return nil }
            defer { free(name) }
            return String(cString: name)
        }
        return RuntimeSpec.Seccomp(
            defaultAction: .errno, architectures: ["SCMP_ARCH_X86_64"],
            systemCalls: [
                .init(names: names.filter { $0 != "sethostname" && $0 != "personality" }, action: .allow),
                .init(
                    names: ["personality"], action: .allow, arguments: [.init(index: 0, value: 8, comparison: .equal)]),
            ])
    }

    /// Runs a command of the host with the filter; its exit code.
    private func exitCode(_ program: SeccompProgram, _ command: [String]) throws -> Int32 {
        var plan = LaunchPlan()
        plan.append(.noNewPrivileges)
        plan.append(.closeDescriptors(from: 3, keeping: -1))
        plan.append(.seccomp(program))
        plan.append(
            .execute(candidates: ["/usr/bin/python3"], arguments: ["python3", "-c"] + command, environment: []))
        return try Launcher.launch(plan).process.wait().shellCode
    }

    /// Python that makes a system call and exits with its errno.
    private static func call(_ arguments: String) -> String {
        "import ctypes, sys; c = ctypes.CDLL(None, use_errno=True); c.syscall(\(arguments)); sys.exit(ctypes.get_errno())"
    }

    @Test(
        "answers EPERM to what it forbids, ENOSYS to what it can't know, and lets the rest pass",
        .enabled(if: arch == "x86_64", "the calls have x86-64's numbers"),
        arguments: [
            ("39", 0), ("170, b'', 0", EPERM), ("135, 8", 0), ("135, 0x20000", EPERM), ("434, -1, 0", ENOSYS),
            ("333", ENOSYS),
        ] as [(String, CInt)])
    func calls(arguments: String, errno: CInt) throws {
        let program = try SeccompCompiler.compile(Self.profile)
        #expect(try exitCode(program, [Self.call(arguments)]) == errno, "syscall(\(arguments))")
    }
}

#if arch(x86_64)
    private let arch = "x86_64"
#else
    private let arch = "another"
#endif
