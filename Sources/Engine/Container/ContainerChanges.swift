import Networks
import Runtime

/// What `update` asks for; what is absent stays as it is.
public struct ContainerChanges: Hashable, Sendable {
    /// Limits kept by cgroups.
    public var resources = ResourceOptions()
    /// `--restart`.
    public var restartPolicy: RestartPolicy?
    /// Ports to publish beside those that are.
    public var published: [PortOption] = []
    /// Ports of the container to publish no longer; with a port of the host, there alone.
    public var unpublished: [PortOption] = []
    /// `--network-rate`; zero: no limit any more.
    public var rate: LinkRate?

    public init() {}

    /// Nothing was asked for.
    public var isEmpty: Bool { self == ContainerChanges() }

    /// Something changes of its ports.
    var changesPorts: Bool { !published.isEmpty || !unpublished.isEmpty }
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
        changed.networks.rate = LinkRate.changed(networks.rate, by: changes.rate)
        changed.restartPolicy = changes.restartPolicy ?? restartPolicy
        return changed
    }
}
