import Cgroups
import LinuxSystem

extension UnitProperty {
    /// What systemd has properties for among the limits. The files are written
    /// as well: the properties are there so that systemd, which writes its own
    /// values at each reload of its configuration, writes the same.
    static func keeping(_ limits: Limits, on hierarchies: Hierarchies) -> [UnitProperty] {
        memory(limits.memory, hierarchies.version(of: .memory)) + processor(limits.cpu, hierarchies.version(of: .cpu))
            + others(limits, hierarchies.version(of: .io)) + devices(limits.devices)
    }

    private static func memory(_ memory: Limits.Memory, _ version: Version?) -> [UnitProperty] {
        var properties: [UnitProperty] = []
        if let limit = memory.limit {
            properties.append(UnitProperty(version == .v1 ? "MemoryLimit" : "MemoryMax", .uint64(limit.orInfinity)))
        }
        guard version == .v2 else { return properties }
        if let reservation = memory.reservation {
            properties.append(UnitProperty("MemoryLow", .uint64(reservation.orInfinity)))
        }
        switch (memory.limit, memory.total) {
        case (.at(let limit), .at(let total)) where total >= limit:
            properties.append(UnitProperty("MemorySwapMax", .uint64(total - limit)))
        case (_, .unlimited):
            properties.append(UnitProperty("MemorySwapMax", .uint64(.max)))
        default: break
        }
        return properties
    }

    private static func processor(_ cpu: Limits.CPU, _ version: Version?) -> [UnitProperty] {
        var properties: [UnitProperty] = []
        if version == .v1, let shares = cpu.shares {
            properties.append(UnitProperty("CPUShares", .uint64(shares)))
        } else if let weight = cpu.unifiedWeight {
            properties.append(UnitProperty("CPUWeight", .uint64(weight)))
        }
        switch cpu.quota {
        case .unlimited: properties.append(UnitProperty("CPUQuotaPerSecUSec", .uint64(.max)))
        case .at(let quota):
            // systemd keeps hundredths of a processor.
            let perSecond = quota.multipliedReportingOverflow(by: 1_000_000).partialValue / (cpu.period ?? 100_000)
            properties.append(UnitProperty("CPUQuotaPerSecUSec", .uint64((perSecond + 9999) / 10_000 * 10_000)))
        case nil: break
        }
        return properties
    }

    private static func others(_ limits: Limits, _ version: Version?) -> [UnitProperty] {
        var properties: [UnitProperty] = []
        if let pids = limits.pids { properties.append(UnitProperty("TasksMax", .uint64(pids.orInfinity))) }
        if let weight = limits.io.weight {
            let name = version == .v1 ? "BlockIOWeight" : "IOWeight"
            properties.append(
                UnitProperty(name, .uint64(version == .v1 ? weight : Limits.IO.unifiedWeight(of: weight))))
        }
        return properties
    }

    /// The rules as DeviceAllow= has them. Nothing for rules that it can't
    /// express: the group's own say all of them, and systemd's would refuse more.
    static func devices(_ rules: [DeviceRule]?) -> [UnitProperty] {
        guard let rules else { return [] }
        var allowsAll = false
        var allowed: [BusValue] = []
        for rule in rules {
            if rule.isUniversal {
                allowsAll = rule.allows
                allowed = []
            } else if rule.allows, allowsAll {
                continue
            } else if rule.allows, let name = deviceName(rule) {
                allowed.append(.structure([.string(name), .string(rule.access.text)]))
            } else {
                return []
            }
        }
        return [
            UnitProperty("DevicePolicy", .string(allowsAll ? "auto" : "strict")),
            UnitProperty("DeviceAllow", .array(of: "(ss)", allowed)),
        ]
    }

    private static func deviceName(_ rule: DeviceRule) -> String? {
        guard rule.kind != .all else { return nil }
        let kind = rule.kind == .character ? "char" : "block"
        switch (rule.major, rule.minor) {
        case (.some(let major), .some(let minor)): return "/dev/\(kind)/\(major):\(minor)"
        case (.some(let major), nil): return groupName(of: major, kind: rule.kind).map { "\(kind)-\($0)" }
        case (nil, nil): return "\(kind)-*"
        case (nil, .some): return nil
        }
    }

    /// What the kernel calls the devices of a major number (/proc/devices).
    private static func groupName(of major: UInt32, kind: DeviceRule.Kind) -> String? {
        // Without the file no name is known, which leaves the rule to the group's own.
        guard let bytes = try? Descriptor.open("/proc/devices", .readOnly).readToEnd(limit: 1 << 20) else { return nil }
        let sections = String(decoding: bytes, as: UTF8.self).split(separator: "Block devices:")
        guard let section = kind == .block ? sections.dropFirst().first : sections.first else { return nil }
        for line in section.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, UInt32(words[0]) == major { return String(words[1]) }
        }
        return nil
    }
}

extension Bound {
    /// systemd's word for no limit is the greatest number.
    fileprivate var orInfinity: UInt64 {
        switch self {
        case .unlimited: .max
        case .at(let value): value
        }
    }
}
