/// The system calls of a program that may change a file system, as strace(1)
/// saw them: the moments at which the program can be killed or refused.
public struct TracedCalls: Sendable {
    /// One moment: the n-th call of that name in one thread.
    public struct Moment: Hashable, Sendable, CustomStringConvertible {
        public let name: String
        public let occurrence: Int

        public var description: String { "\(name) \(occurrence)" }
    }

    /// Each once, in the order in which they were first reached.
    public let moments: [Moment]

    /// The calls by which files come, change and go, and become durable.
    public static let changing = [
        "copy_file_range", "fallocate", "fchmod", "fchown", "fdatasync", "fsync", "ftruncate", "linkat", "mkdirat",
        "mknodat", "openat2", "pwrite64", "renameat", "renameat2", "rmdir", "setxattr", "symlinkat", "syncfs", "unlink",
        "unlinkat", "utimensat", "write",
    ]

    /// Runs the program to its end and notes the moments.
    public init(of program: Program) throws {
        moments = try withTemporaryDirectory { directory in
            try Self.traced(program, ["-o", "\(directory)/trace"]).run().succeeded()
            var counts: [Substring: Int] = [:]
            var moments: [Moment] = []
            for line in try HostFile.text("\(directory)/trace").split(separator: "\n") {
                // `PID   name(…`; a call that another thread's came into has a second line, `<... name resumed`.
                let words = line.split(separator: " ", maxSplits: 1)
                let call = words.last?.drop { $0 == " " } ?? ""
                guard words.count == 2, !call.hasPrefix("<"), let end = call.firstIndex(of: "(") else { continue }
                let name = call[..<end]
                counts["\(words[0]) \(name)", default: 0] += 1
                moments.append(Moment(name: String(name), occurrence: counts["\(words[0]) \(name)"] ?? 0))
            }
            var seen: Set<Moment> = []
            return moments.filter { seen.insert($0).inserted }
        }
    }

    /// The program, which something happens to.
    /// - Parameter fault: as strace has it: `signal=KILL`, `error=ENOSPC`.
    public static func inject(_ fault: String, at moment: Moment, into program: Program) -> Program {
        traced(program, ["-o", "/dev/null", "-e", "inject=\(moment.name):\(fault):when=\(moment.occurrence)"])
    }

    private static func traced(_ program: Program, _ flags: [String]) -> Program {
        // With --seccomp-bpf the other calls cost nothing.
        let own = [
            "-f", "--seccomp-bpf", "-qqq", "-e", "signal=none", "-e", "trace=\(changing.joined(separator: ","))",
        ]
        return Program(
            "/usr/bin/strace", own + flags + [program.path] + program.arguments, environment: program.environment)
    }
}
