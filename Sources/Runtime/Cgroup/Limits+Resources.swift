import Cgroups
import OCI

extension Limits {
    /// The limits that a specification asks for.
    public init(_ resources: RuntimeSpec.Resources) throws(RuntimeError) {
        self.init()
        memory = Memory(resources.memory ?? RuntimeSpec.Memory())
        cpu = CPU(resources.cpu ?? RuntimeSpec.CPU())
        cpuset.cpus = resources.cpu?.processors
        cpuset.memoryNodes = resources.cpu?.memoryNodes
        io = IO(resources.blockIO ?? RuntimeSpec.BlockIO())
        pids = resources.processes?.limit.flatMap { $0 == 0 ? nil : Bound($0) }
        for limit in resources.hugePageLimits ?? [] { hugePages[limit.pageSize] = .at(limit.limit) }
        for (device, limit) in resources.rdma ?? [:] {
            rdma[device] = RDMA(
                handles: limit.handles.map { .at(UInt64($0)) }, objects: limit.objects.map { .at(UInt64($0)) })
        }
        networkClass = resources.network?.classID
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
    fileprivate init(_ memory: RuntimeSpec.Memory) {
        self.init()
        limit = memory.limit.flatMap { $0 == 0 ? nil : Bound($0) }
        total = memory.swap.flatMap { $0 == 0 ? nil : Bound($0) }
        reservation = memory.reservation.flatMap { $0 == 0 ? nil : Bound($0) }
        swappiness = memory.swappiness
        disablesOutOfMemoryKiller = memory.disableOOMKiller == true ? true : nil
    }
}

extension Limits.CPU {
    fileprivate init(_ cpu: RuntimeSpec.CPU) {
        self.init()
        quota = cpu.quota.flatMap { $0 == 0 ? nil : Bound($0) }
        period = cpu.period.flatMap { $0 == 0 ? nil : $0 }
        burst = cpu.burst
        shares = cpu.shares.flatMap { $0 == 0 ? nil : $0 }
        idle = cpu.idle.map { $0 != 0 }
        realTimePeriod = cpu.realtimePeriod
        realTimeRuntime = cpu.realtimeRuntime
    }
}

extension Limits.IO {
    fileprivate init(_ io: RuntimeSpec.BlockIO) {
        self.init()
        weight = io.weight.flatMap { $0 == 0 ? nil : UInt64($0) }
        add(io.readBytes, .readBytes)
        add(io.writeBytes, .writeBytes)
        add(io.readOperations, .readOperations)
        add(io.writeOperations, .writeOperations)
    }

    private mutating func add(_ devices: [RuntimeSpec.DeviceThrottle]?, _ direction: Limits.Throttle.Direction) {
        for device in devices ?? [] {
            throttles.append(
                Limits.Throttle(
                    major: UInt32(truncatingIfNeeded: device.major), minor: UInt32(truncatingIfNeeded: device.minor),
                    direction: direction, rate: .at(device.rate)))
        }
    }
}

extension DeviceRule {
    fileprivate init(_ rule: RuntimeSpec.DeviceRule, index: Int) throws(RuntimeError) {
        let field = "linux.resources.devices[\(index)]"
        let kind: Kind
        switch rule.type ?? "a" {
        case "a", "": kind = .all
        case "c", "u": kind = .character
        case "b": kind = .block
        case let other: throw .invalid(field: field + ".type", reason: "unknown device type \"\(other)\"")
        }
        var access: Access = []
        for letter in rule.access ?? "rwm" {
            switch letter {
            case "r": access.insert(.read)
            case "w": access.insert(.write)
            case "m": access.insert(.makeNode)
            default: throw .invalid(field: field + ".access", reason: "unknown access \"\(letter)\": it is r, w or m")
            }
        }
        // A negative number stands for all, as an absent one does.
        self.init(
            allows: rule.allow, kind: kind, major: rule.major.flatMap { UInt32(exactly: $0) },
            minor: rule.minor.flatMap { UInt32(exactly: $0) }, access: access)
    }
}
