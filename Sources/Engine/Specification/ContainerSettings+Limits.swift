extension ContainerSettings {
    /// Zero means "not asked", as in Docker; a memory limit without one for
    /// swap allows as much swap as memory.
    static func resources(_ options: ResourceOptions) -> ResourceOptions {
        var resources = options
        if resources.memory == 0 { resources.memory = nil }
        if resources.memorySwap == 0 { resources.memorySwap = nil }
        if resources.memoryReservation == 0 { resources.memoryReservation = nil }
        if resources.milliCPUs == 0 { resources.milliCPUs = nil }
        if resources.cpuShares == 0 { resources.cpuShares = nil }
        if resources.cpuset == "" { resources.cpuset = nil }
        if resources.pids == 0 { resources.pids = nil }
        if let memory = resources.memory, resources.memorySwap == nil {
            let (total, overflow) = memory.multipliedReportingOverflow(by: 2)
            resources.memorySwap = overflow ? -1 : Int64(exactly: total) ?? -1
        }
        return resources
    }

    /// The last of several limits with one name holds.
    static func resourceLimits(_ options: [ResourceLimitOption]) -> [ResourceLimitOption] {
        var limits = [ResourceLimitOption]()
        for option in options {
            if let index = limits.firstIndex(where: { $0.name == option.name }) {
                limits[index] = option
            } else {
                limits.append(option)
            }
        }
        return limits
    }
}
