import Glibc
import LinuxSystem

/// How likely the out-of-memory killer is to take a process
/// (proc_pid_oom_score_adj(5)).
enum OutOfMemoryScore {
    static let range = -1000...1000

    /// Sets the score of another process: a child that nobody has waited for,
    /// so that its id can't be another's.
    static func write(_ score: Int, for pid: pid_t) throws(SystemError) {
        let name = "oom_score_adj"
        let file = try Descriptor.open("/proc/\(pid)/\(name)", [.writeOnly])
        try file.write(String(score), name: "\(score) to \(name)")
    }
}
