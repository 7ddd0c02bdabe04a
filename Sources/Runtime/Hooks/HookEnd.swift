import CShim
import Glibc
import LinuxSystem

/// How a hook that failed came to its end.
enum HookEnd: Hashable, Sendable {
    case ended(ExitStatus)
    /// It was killed, with the processes of its group.
    case timedOut
    /// errno(3) of what could not be done for it, or of execve(2).
    case notRun(CInt)

    /// From `skiff_hook_run`'s error number, or from a report's: a status of
    /// wait(2) marked as one.
    init(errno: CInt) {
        let mark = CInt(SKIFF_HOOK_FAILED)
        if errno & mark != 0 {
            self = .ended(ExitStatus(waitStatus: errno & ~mark))
        } else {
            self = errno == ETIMEDOUT ? .timedOut : .notRun(errno)
        }
    }

    /// The sentence of an error.
    func sentence(path: String) -> String {
        switch self {
        case .ended(.exited(let code)): "\(path) exited with \(code)"
        case .ended(.signaled(let signal, _)): "\(path) was killed by \(signal.name)"
        case .timedOut: "\(path) took longer than its timeout and was killed"
        case .notRun(let errno): "cannot run \(path): \(SystemError.reason(of: errno))"
        }
    }
}
