import Glibc
import LinuxSystem

/// A process that another command of the runtime started: its id, and the
/// moment of its start, by which it differs from a later one of the same id.
public struct ProcessIdentity: Hashable, Sendable {
    /// In the runtime's pid namespace.
    public let pid: pid_t
    /// Clock ticks since the machine's start (proc_pid_stat(5), field 22).
    public let startTime: UInt64

    public init(pid: pid_t, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// The process that has this id now. ESRCH: none has.
    public init(of pid: pid_t) throws(SystemError) {
        self.init(pid: pid, startTime: try Self.statistics(of: pid).startTime)
    }

    /// The process itself; `nil` when it has ended, though nobody may have
    /// waited for it yet.
    public func open() throws(SystemError) -> ProcessDescriptor? {
        do {
            let process = try ProcessDescriptor(pid: pid)
            // Read after opening: whatever has the id now is what was opened.
            let statistics = try Self.statistics(of: pid)
            guard statistics.startTime == startTime, !statistics.hasEnded else { return nil }
            return process
        } catch {
            guard error.errno == ESRCH || error.errno == ENOENT else { throw error }
            return nil
        }
    }

    private struct Statistics {
        let startTime: UInt64
        let hasEnded: Bool
    }

    private static func statistics(of pid: pid_t) throws(SystemError) -> Statistics {
        let name = "/proc/\(pid)/stat"
        let bytes = try Descriptor.open(name, [.readOnly]).readToEnd(limit: 4096, name: name)
        // The command's name stands in parentheses and may hold any byte but NUL.
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { throw SystemError("read", name, errno: EPROTO) }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
        // The first here is field 3.
        guard fields.count > 19, let state = fields[0].first,
            let startTime = UInt64(String(decoding: fields[19], as: UTF8.self))
        else { throw SystemError("read", name, errno: EPROTO) }
        let ended = state == UInt8(ascii: "Z") || state == UInt8(ascii: "X")
        return Statistics(startTime: startTime, hasEnded: ended)
    }
}
