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
        if signal == SIGKILL, let group = try cgroup(of: record), (try? group.isFrozen()) == true {
            do { try group.thaw() } catch { throw .limits("\(error)") }
        }
    }

    private func killAll(_ signal: CInt, _ record: ContainerRecord) throws(RuntimeError) {
        guard let group = try cgroup(of: record) else { return }
        do throws(CgroupError) {
            if signal == SIGKILL { return try group.killAll() }
            for process in try group.processes() where process > 0 { Glibc.kill(process, signal) }
        } catch {
            throw .limits("\(error)")
        }
    }
}
