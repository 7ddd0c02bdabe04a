import Runtime

/// What `update` asks for; what is absent stays as it is.
public struct ContainerChanges: Sendable {
    public var resources = ResourceOptions()
    public var restartPolicy: RestartPolicy?

    public init() {}

    /// Nothing was asked for.
    public var isEmpty: Bool { resources == ResourceOptions() && restartPolicy == nil }
}

extension ContainerSettings {
    /// The settings with the changes. A limit of memory that outgrows the one
    /// of memory and swap takes that along: twice as much, as at the beginning.
    func changed(by changes: ContainerChanges) -> ContainerSettings {
        var changed = self
        let (old, new) = (resources, changes.resources)
        changed.resources.memory = new.memory ?? old.memory
        changed.resources.memorySwap = new.memorySwap ?? old.memorySwap
        if let memory = new.memory, new.memorySwap == nil, let total = old.memorySwap, total >= 0, memory > total {
            changed.resources.memorySwap = nil
        }
        changed.resources.memoryReservation = new.memoryReservation ?? old.memoryReservation
        changed.resources.milliCPUs = new.milliCPUs ?? old.milliCPUs
        changed.resources.cpuShares = new.cpuShares ?? old.cpuShares
        changed.resources.cpuset = new.cpuset ?? old.cpuset
        changed.resources.pids = new.pids ?? old.pids
        changed.resources = Self.resources(changed.resources)
        changed.restartPolicy = changes.restartPolicy ?? restartPolicy
        return changed
    }
}
