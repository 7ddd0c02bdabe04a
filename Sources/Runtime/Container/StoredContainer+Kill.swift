import Cgroups
import Glibc
import LinuxSystem

extension StoredContainer {
    /// Sends a signal to the container's first process, or to all.
    ///
    /// Takes no lock: a command that waits for the container must not keep it
    /// alive. A container that is paused gets the signal when it goes on; only
    /// SIGKILL reaches it at once, for it is thawed.
    /// - Throws: `refused` with the words "container not running" when it has
    ///   ended, unless all are meant.
    public func kill(_ signal: CInt, all: Bool) throws(RuntimeError) {
        let record = try completeRecord()
        if all { return try killAll(signal, record) }
        do throws(SystemError) {
            guard let process = try record.process?.open() else { throw SystemError("kill", "\(id)", errno: ESRCH) }
            try process.send(number: signal)
        } catch {
            guard error.errno == ESRCH else { throw .system(error) }
            throw .refused("container not running: \(id) has stopped")
        }
        if signal == SIGKILL { try thaw(record) }
    }

    /// A paused process would not hear of its end.
    private func thaw(_ record: ContainerRecord) throws(RuntimeError) {
        guard let group = try cgroup(of: record) else { return }
        do throws(CgroupError) {
            if try group.isPaused() { try group.thaw() }
        } catch {
            throw RuntimeError(error)
        }
    }

    /// 0 only looks whether there is a group.
    private func killAll(_ number: CInt, _ record: ContainerRecord) throws(RuntimeError) {
        guard let group = try cgroup(of: record), let signal = Signal(rawValue: number) else { return }
        do { try group.signalAll(signal) } catch { throw RuntimeError(error) }
    }
}
