import Glibc

/// A program of the host that is run for what it prints.
public enum CapturedProgram {
    /// Runs the program, found by PATH, with this process's standard error,
    /// and waits for it.
    /// - Returns: its standard output, up to 16 MiB.
    /// - Throws: what kept it from running; EIO when it failed itself.
    public static func run(_ program: String, _ arguments: [String]) throws(SystemError) -> [UInt8] {
        let pipe = try Pipe()
        let readEnd = pipe.readEnd
        let pid = try spawn(program, arguments, output: pipe.writeEnd)
        let limit = 16 << 20
        let bytes = try readEnd.readToEnd(limit: limit, name: program)
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0 {
            if errno != EINTR { throw SystemError("wait", "for \(program)", errno: errno) }
        }
        guard status == 0 else { throw SystemError("run", program, errno: EIO) }
        return bytes
    }

    /// The pipe's end is closed here when the program has it.
    private static func spawn(
        _ program: String, _ arguments: [String], output: consuming Descriptor
    ) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output.number, 1)
        let words = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, program, &actions, nil, words + [nil], environ)
        guard result == 0 else { throw SystemError("run", program, errno: result) }
        return pid
    }
}
