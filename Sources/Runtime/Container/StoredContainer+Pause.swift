import Cgroups
import LinuxSystem
import OCI

extension StoredContainer {
    /// Stops every process of the container until `resume`, by its cgroup.
    /// - Throws: `refused` unless it runs, or waits for its start.
    public func pause() throws(RuntimeError) {
        try change(from: [.running, .created], "pause") { group throws(CgroupError) in try group.freeze() }
    }

    /// Lets the processes of a paused container go on.
    public func resume() throws(RuntimeError) {
        try change(from: [.paused], "resume") { group throws(CgroupError) in try group.thaw() }
    }

    private func change(
        from allowed: [RuntimeState.Status], _ verb: String, _ work: (borrowing Cgroup) throws(CgroupError) -> Void
    ) throws(RuntimeError) {
        try lock()
        let record = try completeRecord()
        let status = try status(by: record)
        guard allowed.contains(status) else {
            throw .refused("cannot \(verb) a container that is \(status.rawValue): \(id)")
        }
        guard let group = try cgroup(of: record) else { throw .refused("cannot \(verb) \(id): it has no cgroup") }
        do { try work(group) } catch { throw RuntimeError(error) }
    }
}
