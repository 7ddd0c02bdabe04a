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
                .init(names: ["a_call_of_tomorrow"], action: .allow),
                .init(
                    names: ["personality"], action: .allow, arguments: [.init(index: 0, value: 8, comparison: .equal)]),
            ])
    }

    /// Runs a command of the host with the filter; its exit code.
    private func exitCode(_ program: SeccompProgram, _ command: [String]) throws -> Int32 {
        var plan = LaunchPlan()
        plan.append(.noNewPrivileges)
        plan.append(.closeDescriptors(from: 3))
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

    @Test(
        "is refused with the word that is wrong",
        arguments: [
            (RuntimeSpec.Seccomp(defaultAction: .errno, architectures: ["SCMP_ARCH_PDP11"]), "SCMP_ARCH_PDP11"),
            (.init(defaultAction: .errno, architectures: ["X86"]), "X86"),
            (.init(defaultAction: .errno, flags: ["SECCOMP_FILTER_FLAG_MAGIC"]), "SECCOMP_FILTER_FLAG_MAGIC"),
            (.init(defaultAction: .errno, defaultErrno: 5000), "5000"),
            (
                .init(
                    defaultAction: .errno,
                    systemCalls: [
                        .init(
                            names: ["read"], action: .allow, arguments: [.init(index: 6, value: 0, comparison: .equal)])
                    ]),
                "argument index 6"
            ),
        ] as [(RuntimeSpec.Seccomp, String)])
    func refusals(profile: RuntimeSpec.Seccomp, word: String) {
        #expect {
            try SeccompCompiler.compile(profile)
        } throws: { "\($0)".contains(word) }
    }

    @Test("is refused when a single bit of its file has turned")
    func turnedBit() throws {
        try withTemporaryDirectory { path, directory in
            let name = "filter"
            let file = "\(path)/\(name)"
            let bytes = try SeccompCompiler.compile(Self.profile).fileBytes
            for position in stride(from: 0, to: bytes.count, by: 41) {
                var turned = bytes
                turned[position] ^= 4
                try directory.writeFile(name, turned)
                #expect(throws: SystemError.self, "byte \(position)") { try SeccompProgram.read(from: file) }
            }
        }
    }
}

#if arch(x86_64)
    private let arch = "x86_64"
#else
    private let arch = "another"
#endif
