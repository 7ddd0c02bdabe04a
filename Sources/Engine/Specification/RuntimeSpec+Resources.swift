import OCI

extension RuntimeSpec.Resources {
    /// The cgroup limits, and who may use which device.
    init(_ settings: ContainerSettings, devices: [DeviceGrant]) {
        let options = settings.resources
        self.init(
            devices: Self.rules(privileged: settings.privileged, devices: devices),
            memory: RuntimeSpec.Memory(options),
            cpu: RuntimeSpec.CPU(options),
            processes: options.pids.map { RuntimeSpec.Processes(limit: $0) })
    }

    /// Every node may be made, few may be opened: the same as Docker and runc
    /// together allow. A later rule overrides an earlier one.
    private static func rules(privileged: Bool, devices: [DeviceGrant]) -> [RuntimeSpec.DeviceRule] {
        if privileged { return [RuntimeSpec.DeviceRule(allow: true, access: "rwm")] }
        let nodes: [(Int64, Int64?)] = [
            (1, 3), (1, 5), (1, 7), (1, 8), (1, 9),  // null, zero, full, random, urandom
            (5, 0), (5, 1), (5, 2),  // tty, console, ptmx
            (136, nil),  // the terminals of devpts
        ]
        return [
            RuntimeSpec.DeviceRule(allow: false, access: "rwm"),
            RuntimeSpec.DeviceRule(allow: true, type: "c", access: "m"),
            RuntimeSpec.DeviceRule(allow: true, type: "b", access: "m"),
        ]
            + nodes.map { major, minor in
                RuntimeSpec.DeviceRule(allow: true, type: "c", major: major, minor: minor, access: "rwm")
            }
            + devices.map { grant in
                RuntimeSpec.DeviceRule(
                    allow: true, type: grant.node.type, major: grant.node.major, minor: grant.node.minor,
                    access: grant.access)
            }
    }
}

extension RuntimeSpec.Memory {
    /// `nil` when no memory limit was asked.
    fileprivate init?(_ options: ResourceOptions) {
        guard options.memory != nil || options.memoryReservation != nil || options.memorySwap != nil else { return nil }
        self.init(
            limit: options.memory.map { Int64(clamping: $0) },
            reservation: options.memoryReservation.map { Int64(clamping: $0) },
            swap: options.memorySwap)
    }
}

extension RuntimeSpec.CPU {
    /// Microseconds: a tenth of a second, as in Docker.
    private static let standardPeriod: UInt64 = 100_000

    /// `nil` when no limit of processor time was asked.
    fileprivate init?(_ options: ResourceOptions) {
        guard options.milliCPUs != nil || options.cpuShares != nil || options.cpuset != nil else { return nil }
        self.init(
            shares: options.cpuShares,
            quota: options.milliCPUs.map { Int64(clamping: $0 * (Self.standardPeriod / 1000)) },
            period: options.milliCPUs.map { _ in Self.standardPeriod },
            processors: options.cpuset)
    }
}
