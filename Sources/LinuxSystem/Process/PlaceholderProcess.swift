import CShim
import Glibc

/// A process that does nothing, for what has to be given some process before
/// the right one is there. It ends with its owner.
public struct PlaceholderProcess: ~Copyable {
    /// Its id, which no other process gets while this value lives.
    public let process: pid_t

    /// Starts it.
    public init() throws(SystemError) {
        process = try check(skiff_start_placeholder(), "start", "a process in another one's place")
    }

    deinit {
        kill(process, SIGKILL)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
}
