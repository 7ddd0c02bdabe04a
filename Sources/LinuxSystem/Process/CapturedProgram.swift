import CShim
import Glibc

/// A program of the host that is run for what it prints.
public enum CapturedProgram {
    /// How a program ended.
    public struct Outcome: Hashable, Sendable {
        /// Its own, or 128 and the number of the signal that ended it.
        public let exitCode: CInt
        /// Its standard output, up to 16 MiB.
        public let output: [UInt8]
    }

    /// Runs the program, found by PATH, with this process's standard error,
    /// and waits for it.
    /// - Returns: its standard output, up to 16 MiB.
    /// - Throws: what kept it from running; EIO when it failed itself.
    public static func run(_ program: String, _ arguments: [String]) throws(SystemError) -> [UInt8] {
        let outcome = try outcome(of: program, arguments)
        guard outcome.exitCode == 0 else { throw SystemError("run", program, errno: EIO) }
        return outcome.output
    }

    /// The same, for a program whose exit code means something.
    /// - Parameter input: its standard input; this process's own when it's left out.
    public static func outcome(
        of program: String, _ arguments: [String], input: [UInt8]? = nil
    ) throws(SystemError) -> Outcome {
        let pipe = try Pipe()
        let readEnd = pipe.readEnd
        // A file in memory: a program that doesn't read it breaks no pipe, and none has to be served meanwhile.
        let inputFile = try Descriptor.memory(holding: input ?? [], name: "input")
        let pid = try spawn(program, arguments, input: input == nil ? nil : inputFile.number, output: pipe.writeEnd)
        let output = Result { () throws(SystemError) in try readEnd.readToEnd(limit: 16 << 20, name: program) }
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0 {
            if errno != EINTR { throw SystemError("wait", "for \(program)", errno: errno) }
        }
        let signal = status & 0x7f
        return Outcome(exitCode: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: try output.get())
    }

    /// The pipe's end is closed here when the program has it.
    private static func spawn(
        _ program: String, _ arguments: [String], input: CInt?, output: consuming Descriptor
    ) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        posix_spawn_file_actions_adddup2(&actions, output.number, 1)
        let words = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, program, &actions, nil, words + [nil], environ)
        guard result == 0 else { throw SystemError("run", program, errno: result) }
        return pid
    }
}
