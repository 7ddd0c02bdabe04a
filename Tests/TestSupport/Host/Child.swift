import Glibc
import LinuxSystem
import Testing

/// A process that a test started; killed and waited for with its owner.
public struct Child: ~Copyable {
    public let process: pid_t

    /// Starts the words; descriptors take the numbers from 100 on. It waits
    /// for a line on its standard input when the words ask for it.
    public init(_ words: [String], descriptors: [CInt] = [], input: CInt = -1, output: CInt = -1) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if input >= 0 { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        if output >= 0 { posix_spawn_file_actions_adddup2(&actions, output, 1) }
        for (index, number) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, number, CInt(100 + index))
        }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let environment: [UnsafeMutablePointer<CChar>?] = [nil]
        try #require(posix_spawn(&process, words[0], &actions, nil, &arguments, environment) == 0)
        self.process = process
    }

    deinit {
        kill(process, SIGKILL)
        var status: CInt = 0
        waitpid(process, &status, 0)
    }

    /// Waits for the end: the exit status, or 128 and the signal.
    public func wait() -> CInt {
        var status = siginfo_t()
        // WNOWAIT: the owner still reaps it.
        waitid(P_PID, id_t(process), &status, WEXITED | WNOWAIT)
        let value = status._sifields._sigchld.si_status
        return status.si_code == CLD_EXITED ? value : 128 + value
    }
}
