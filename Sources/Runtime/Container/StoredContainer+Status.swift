import Cgroups
import Glibc
import LinuxSystem
import OCI

extension StoredContainer {
    /// Where the container stands at this moment.
    public func status() throws(RuntimeError) -> RuntimeState.Status {
        try status(by: record())
    }

    func status(by record: ContainerRecord?) throws(RuntimeError) -> RuntimeState.Status {
        guard let record, let identity = record.process else { return .creating }
        do throws(SystemError) {
            guard try identity.open() != nil else { return .stopped }
        } catch {
            throw .system(error)
        }
        if try isPaused(record) { return .paused }
        // The socket goes when the start has come.
        do { return try isAwaitingStart() ? .created : .running } catch { throw .system(error) }
    }

    private func isAwaitingStart() throws(SystemError) -> Bool {
        do {
            _ = try directory.status(of: Self.startSocketName)
            return true
        } catch {
            if error.errno == ENOENT { return false }
            throw error
        }
    }

    /// A container without a group, or without a freezer, can't be paused.
    private func isPaused(_ record: ContainerRecord) throws(RuntimeError) -> Bool {
        guard let group = try cgroup(of: record) else { return false }
        do { return try group.isPaused() } catch { throw .limits("\(error)") }
    }

    /// Its group; `nil` when that is gone.
    func cgroup(of record: ContainerRecord) throws(RuntimeError) -> Cgroup? {
        do {
            return try Cgroup.open(record.cgroup)
        } catch {
            if case .absent = error { return nil }
            throw .limits("\(error)")
        }
    }
}
