import Glibc
import LinuxSystem

extension Cgroup {
    /// Sends SIGKILL to every process, to those that are being forked too, and
    /// to those of groups beneath; a paused group is thawed. Doesn't wait until
    /// they have ended. A group that is gone is no error.
    public func killAll() throws(CgroupError) {
        if let unified, directories.count == 1 {
            do {
                return try unified.write("1", to: "cgroup.kill")
            } catch {
                // Before Linux 5.14 there is no such file, and none in a group that is gone.
                guard error.errno == ENOENT else { throw .system(error) }
            }
        }
        try signal(SIGKILL, thenThaw: true)
    }

    /// Sends a signal to every process of the group and of those beneath it. A
    /// paused group stays paused: its processes get the signal when they go
    /// on, except that SIGKILL makes them go on at once.
    public func signalAll(_ signal: Signal) throws(CgroupError) {
        guard signal.rawValue != SIGKILL else { return try killAll() }
        try self.signal(signal.rawValue, thenThaw: try !isPaused())
    }

    /// Whether the group is paused; a group that is gone, or without a freezer, is not.
    public func isPaused() throws(CgroupError) -> Bool {
        guard directory(of: .freezer) != nil else { return false }
        return try isFrozen()
    }

    private func signal(_ signal: CInt, thenThaw: Bool) throws(CgroupError) {
        var members = try processes()
        if members.isEmpty { return }
        // Frozen processes fork no more, so that none escapes; what doesn't
        // freeze gets the signal all the same. On v1 they die when they are thawed.
        let canFreeze = directory(of: .freezer) != nil
        if canFreeze {
            _ = try? freeze()
            members = try processes()
        }
        // 0 stands for one that this pid namespace doesn't see, and means our own group to kill(2).
        for process in members where process > 0 { kill(process, signal) }
        guard canFreeze, thenThaw else { return }
        do throws(CgroupError) {
            try thaw()
        } catch {
            guard case .system(let cause) = error, cause.errno == ENOENT else { throw error }
        }
    }
}
