import Cgroups
import LinuxSystem
import OCI

extension StoredContainer {
    /// Changes the limits of a container that has not stopped. What is absent
    /// or zero in the resources stays as it is.
    public func update(_ resources: RuntimeSpec.Resources) throws(RuntimeError) {
        try lock()
        var record = try completeRecord()
        let status = try status(by: record)
        guard status != .stopped else { throw .refused("cannot update a stopped container: \(id)") }
        guard var group = try cgroup(of: record) else { throw .refused("cannot update \(id): it has no cgroup") }
        try group.update(from: resources)
        let location = group.location
        guard location != record.cgroup else { return }
        record.cgroup = location
        try write(record)
    }
}
