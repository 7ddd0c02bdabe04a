// TestSupport is what the tests that start processes share: running a program
// with a time limit, the built skiff with a state directory of its own, a
// terminal, and a look at the whole host to find what was left behind. It
// proves nothing itself; the test targets call it.

import Glibc
import LinuxSystem

/// A program that a test starts: by path, with an environment of its own, in a
/// new session, and with default signals.
public struct Program: Sendable {
    public var path: String
    public var arguments: [String]
    /// `KEY=VALUE`; nothing is inherited.
    public var environment: [String]

    /// `arguments` follow the program's name.
    public init(_ path: String, _ arguments: [String] = [], environment: [String] = Program.plainEnvironment) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
    }

    /// Enough for the programs of the system.
    public static let plainEnvironment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
    ]

    /// Runs the program to its end. Throws when it takes longer; it is killed then.
    public func run(input: [UInt8] = [], within limit: Duration = .seconds(60)) throws -> ProgramResult {
        try start().finish(input: input, within: limit)
    }

    /// Starts the program with a pipe for each standard stream.
    public func start() throws -> RunningProgram {
        Self.ignoreBrokenPipes
        let input = try Pipe()
        let output = try Pipe()
        let error = try Pipe()
        let pid = try spawn(.pipes(input.readEnd.number, output.writeEnd.number, error.writeEnd.number))
        return try RunningProgram(
            pid: pid, name: description, input: input.writeEnd,
            output: StreamReader(output.readEnd), error: StreamReader(error.readEnd))
    }

    /// Runs a program that leaves others behind with its streams: it is waited
    /// for, they are not.
    /// - Parameter file: made for its output and its errors; what stands there at its end is the answer's.
    public func run(writingTo file: String, within limit: Duration = .seconds(20)) throws -> ProgramResult {
        var running = try start(writingTo: file)
        let exitCode = try running.waitForEnd(within: limit)
        return ProgramResult(exitCode: exitCode, output: try HostFile.bytes(file), error: [])
    }

    /// Starts a program whose output nobody waits for, such as a server.
    /// - Parameter file: made for its output and its errors.
    public func start(writingTo file: String) throws -> TerminalProgram {
        try TerminalProgram(pid: spawn(.file(file)), name: description)
    }

    /// A program may end before it has read all that a test has for it; that
    /// must not end the test runner.
    private static let ignoreBrokenPipes: Void = {
        signal(SIGPIPE, SIG_IGN)
    }()

    /// What the three standard streams are.
    enum Streams {
        case pipes(CInt, CInt, CInt)
        /// The path of a terminal, which becomes the controlling one.
        case terminal(String)
        /// No input; a file that is made for the output and the errors.
        case file(String)
    }

    func spawn(_ streams: Streams) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch streams {
        case .pipes(let input, let output, let error):
            for (number, descriptor) in [input, output, error].enumerated() {
                posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
            }
        case .terminal(let terminal):
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        case .file(let file):
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.beOrdinary(&attributes)

        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, path, &actions, &attributes, &arguments, &environment)
        guard result == 0 else { throw SystemError("start", path, errno: result) }
        return pid
    }

    /// A session of its own and default signals, whatever the test runner has.
    private static func beOrdinary(_ attributes: inout posix_spawnattr_t) {
        let newSession: CInt = 0x80  // POSIX_SPAWN_SETSID, shown only to _GNU_SOURCE
        posix_spawnattr_setflags(
            &attributes, Int16(newSession | CInt(POSIX_SPAWN_SETSIGMASK) | CInt(POSIX_SPAWN_SETSIGDEF)))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }
}

extension Program: CustomStringConvertible {
    public var description: String { ([path] + arguments).joined(separator: " ") }
}
