import Cgroups
import OCI

extension Limits {
    /// The limits that a specification asks for. A number that is zero is not
    /// set, as the engines write what they have no value for. Throws `invalid`,
    /// with the field, for a value out of the specification's range.
    public init(_ resources: RuntimeSpec.Resources) throws(RuntimeError) {
        self.init()
        memory = try Memory(resources.memory ?? RuntimeSpec.Memory())
        cpu = try CPU(resources.cpu ?? RuntimeSpec.CPU())
        cpuset.cpus = resources.cpu?.processors.flatMap { $0.isEmpty ? nil : $0 }
        cpuset.memoryNodes = resources.cpu?.memoryNodes.flatMap { $0.isEmpty ? nil : $0 }
        io = try IO(resources.blockIO ?? RuntimeSpec.BlockIO())
        pids = try ResourceField("pids.limit").bound(resources.processes?.limit)
        for limit in resources.hugePageLimits ?? [] { hugePages[limit.pageSize] = .at(limit.limit) }
        for (device, limit) in resources.rdma ?? [:] {
            rdma[device] = RDMA(
                handles: limit.handles.map { .at(UInt64($0)) }, objects: limit.objects.map { .at(UInt64($0)) })
        }
        networkClass = resources.network?.classID.flatMap { $0 == 0 ? nil : $0 }
        for priority in resources.network?.priorities ?? [] { networkPriorities[priority.name] = priority.priority }
        unified = resources.unified ?? [:]
        if let rules = resources.devices {
            var translated = [DeviceRule]()
            for (index, rule) in rules.enumerated() { translated.append(try DeviceRule(rule, index: index)) }
            devices = translated
        }
    }
}

extension Limits.Memory {
    fileprivate init(_ memory: RuntimeSpec.Memory) throws(RuntimeError) {
        self.init()
        limit = try ResourceField("memory.limit").bound(memory.limit)
        total = try ResourceField("memory.swap").bound(memory.swap)
        reservation = try ResourceField("memory.reservation").bound(memory.reservation)
        kernel = try ResourceField("memory.kernel").bound(memory.kernel)
        kernelTCP = try ResourceField("memory.kernelTCP").bound(memory.kernelTCP)
        // Docker's and runc's word for "not set" is -1, whatever the type.
        swappiness = memory.swappiness == .max ? nil : memory.swappiness
        disablesOutOfMemoryKiller = memory.disableOOMKiller == true ? true : nil
        usesHierarchy = memory.useHierarchy
    }
}

extension Limits.CPU {
    fileprivate init(_ cpu: RuntimeSpec.CPU) throws(RuntimeError) {
        self.init()
        quota = try ResourceField("cpu.quota").bound(cpu.quota)
        period = cpu.period.flatMap { $0 == 0 ? nil : $0 }
        burst = cpu.burst
        shares = cpu.shares.flatMap { $0 == 0 ? nil : $0 }
        if let shares, !(2...262_144).contains(shares) {
            throw ResourceField("cpu.shares").invalid("\(shares) is not between 2 and 262144")
        }
        switch cpu.idle {
        case nil: break
        case 0: idle = false
        case 1: idle = true
        case .some(let other): throw ResourceField("cpu.idle").invalid("\(other) is neither 0 nor 1")
        }
        realTimePeriod = cpu.realtimePeriod.flatMap { $0 == 0 ? nil : $0 }
        realTimeRuntime = cpu.realtimeRuntime.flatMap { $0 == 0 ? nil : $0 }
    }
}

extension Limits.IO {
    fileprivate init(_ io: RuntimeSpec.BlockIO) throws(RuntimeError) {
        self.init()
        weight = io.weight.flatMap { $0 == 0 ? nil : UInt64($0) }
        leafWeight = io.leafWeight.flatMap { $0 == 0 ? nil : UInt64($0) }
        for (index, device) in (io.deviceWeights ?? []).enumerated() {
            let field = ResourceField("blockIO.weightDevice[\(index)]")
            deviceWeights.append(
                Limits.DeviceWeight(
                    major: try field.deviceNumber(device.major, "major"),
                    minor: try field.deviceNumber(device.minor, "minor"),
                    weight: device.weight.flatMap { $0 == 0 ? nil : UInt64($0) },
                    leafWeight: device.leafWeight.flatMap { $0 == 0 ? nil : UInt64($0) }))
        }
        try add(io.readBytes, .readBytes, "throttleReadBpsDevice")
        try add(io.writeBytes, .writeBytes, "throttleWriteBpsDevice")
        try add(io.readOperations, .readOperations, "throttleReadIOPSDevice")
        try add(io.writeOperations, .writeOperations, "throttleWriteIOPSDevice")
    }

    private mutating func add(
        _ devices: [RuntimeSpec.DeviceThrottle]?, _ direction: Limits.Throttle.Direction, _ name: String
    ) throws(RuntimeError) {
        for (index, device) in (devices ?? []).enumerated() {
            let field = ResourceField("blockIO.\(name)[\(index)]")
            throttles.append(
                Limits.Throttle(
                    major: try field.deviceNumber(device.major, "major"),
                    minor: try field.deviceNumber(device.minor, "minor"),
                    direction: direction, rate: device.rate == 0 ? .unlimited : .at(device.rate)))
        }
    }
}
