/// The memory controller: cgroup-v2.rst "Memory", cgroup-v1/memory.rst.
enum Memory: ControllerSettings {
    static let controller = Controller.memory

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        let memory = limits.memory
        if case .at(let total) = memory.total, case .at(let limit) = memory.limit, total < limit {
            throw .invalidLimit(
                "memory-swap",
                reason: "\(byteText(total)) for memory and swap is less than \(byteText(limit)) for memory alone")
        }
        return switch version {
        case .v1: try legacySettings(for: memory)
        case .v2: try unifiedSettings(for: memory)
        }
    }

    /// v1 bounds memory, and memory with swap (`memsw`).
    private static func legacySettings(for memory: Limits.Memory) throws(CgroupError) -> [Setting] {
        let unifiedOnly = [
            ("memory-min", memory.min != nil), ("memory-high", memory.high != nil),
            ("memory-oom-group", memory.killsTogether != nil),
        ]
        if let limit = unifiedOnly.first(where: \.1)?.0 {
            throw .unsupported(
                limit: limit, reason: "the memory controller of this host is on cgroup v1, which has no such limit")
        }
        var settings = [Setting]()
        if let limit = memory.limit { settings.append(bytes("memory", "memory.limit_in_bytes", limit, .v1)) }
        if let total = memory.total {
            settings.append(bytes("memory-swap", "memory.memsw.limit_in_bytes", total, .v1))
        } else if memory.limit == .unlimited {
            // No limit on memory alone would still leave the one on both.
            settings.append(bytes("memory-swap", "memory.memsw.limit_in_bytes", .unlimited, .v1).whereSupported)
        }
        if let reservation = memory.reservation {
            settings.append(bytes("memory-reservation", "memory.soft_limit_in_bytes", reservation, .v1))
        }
        if let disabled = memory.disablesOutOfMemoryKiller {
            settings.append(Setting("oom-kill-disable", "memory.oom_control", disabled ? "1" : "0"))
        }
        if let swappiness = memory.swappiness {
            settings.append(Setting("memory-swappiness", "memory.swappiness", String(swappiness)))
        }
        if let kernel = memory.kernel, kernel != .unlimited {
            settings.append(bytes("kernel-memory", "memory.kmem.limit_in_bytes", kernel, .v1))
        }
        if let buffers = memory.kernelTCP {
            settings.append(bytes("kernel-memory-tcp", "memory.kmem.tcp.limit_in_bytes", buffers, .v1))
        }
        if let hierarchy = memory.usesHierarchy {
            settings.append(Setting("memory-hierarchy", "memory.use_hierarchy", hierarchy ? "1" : "0"))
        }
        return settings
    }

    /// v2 bounds memory and swap apart.
    private static func unifiedSettings(for memory: Limits.Memory) throws(CgroupError) -> [Setting] {
        try refuseLegacy(memory)
        var settings = [Setting]()
        if let limit = memory.limit { settings.append(bytes("memory", "memory.max", limit, .v2)) }
        if let total = memory.total {
            let swap = try swapAlone(total: total, memory: memory.limit)
            settings.append(Setting("memory-swap", "memory.swap.max", swap.unifiedText, asked: total.bytesText))
        } else if memory.limit == .unlimited {
            settings.append(bytes("memory-swap", "memory.swap.max", .unlimited, .v2).whereSupported)
        }
        if let reservation = memory.reservation {
            settings.append(bytes("memory-reservation", "memory.low", reservation, .v2))
        }
        if let min = memory.min { settings.append(bytes("memory-min", "memory.min", min, .v2)) }
        if let high = memory.high { settings.append(bytes("memory-high", "memory.high", high, .v2)) }
        if let together = memory.killsTogether {
            settings.append(Setting("memory-oom-group", "memory.oom.group", together ? "1" : "0"))
        }
        return settings
    }

    /// What v2 has no file for.
    private static func refuseLegacy(_ memory: Limits.Memory) throws(CgroupError) {
        let legacy = [
            ("oom-kill-disable", memory.disablesOutOfMemoryKiller == true, "cannot switch the OOM killer off"),
            ("memory-swappiness", memory.swappiness != nil, "has no swappiness of a group"),
            ("kernel-memory", memory.kernel.map { $0 != .unlimited } ?? false, "has no limit of kernel memory"),
            ("kernel-memory-tcp", memory.kernelTCP.map { $0 != .unlimited } ?? false, "has no limit of TCP buffers"),
            ("memory-hierarchy", memory.usesHierarchy == false, "always counts the groups beneath"),
        ]
        if let (limit, _, reason) = legacy.first(where: \.1) {
            throw .unsupported(limit: limit, reason: "cgroup v2 \(reason)")
        }
    }

    /// v2's swap bound from the bound on memory and swap together.
    static func swapAlone(total: Bound, memory: Bound?) throws(CgroupError) -> Bound {
        switch (total, memory) {
        case (.unlimited, _): return .unlimited
        case (.at(let total), .at(let memory)): return .at(total - memory)
        case (.at, .unlimited), (.at, nil):
            throw .invalidLimit(
                "memory-swap", reason: "it counts memory and swap together, so it needs a memory limit beside it")
        }
    }

    private static func bytes(_ limit: String, _ file: String, _ bound: Bound, _ version: Version) -> Setting {
        Setting(limit, file, bound.text(on: version), asked: bound.bytesText)
    }
}

extension Memory {
    /// The use as the group's files tell it.
    static func statistics(in group: GroupDirectory) throws(CgroupError) -> Statistics.Memory {
        group.version == .v1 ? try legacyStatistics(in: group) : try unifiedStatistics(in: group)
    }

    private static func legacyStatistics(in group: GroupDirectory) throws(CgroupError) -> Statistics.Memory {
        var memory = Statistics.Memory()
        memory.current = try group.number("memory.usage_in_bytes")
        memory.peak = try group.number("memory.max_usage_in_bytes")
        memory.limit = try group.number("memory.limit_in_bytes").flatMap(belowLegacyMaximum)
        memory.totalLimit = try group.number("memory.memsw.limit_in_bytes").flatMap(belowLegacyMaximum)
        memory.failures = try group.number("memory.failcnt")
        let details = try group.keyedValues("memory.stat")
        memory.swap = details?["total_swap"]
        memory.cache = details?["total_cache"]
        memory.inactiveFile = details?["total_inactive_file"]
        memory.resident = details?["total_rss"]
        memory.outOfMemoryKills = try group.keyedValues("memory.oom_control")?["oom_kill"]
        return memory
    }

    private static func unifiedStatistics(in group: GroupDirectory) throws(CgroupError) -> Statistics.Memory {
        var memory = Statistics.Memory()
        memory.current = try group.number("memory.current")
        memory.peak = try group.number("memory.peak")
        memory.limit = try group.number("memory.max")
        memory.swap = try group.number("memory.swap.current")
        if let limit = memory.limit, let swapLimit = try group.number("memory.swap.max") {
            memory.totalLimit = limit + swapLimit
        }
        let details = try group.keyedValues("memory.stat")
        memory.cache = details?["file"]
        memory.inactiveFile = details?["inactive_file"]
        memory.resident = details?["anon"]
        let events = try group.keyedValues("memory.events")
        memory.failures = events?["max"]
        memory.outOfMemoryEvents = events?["oom"]
        memory.outOfMemoryKills = events?["oom_kill"]
        return memory
    }

    /// v1 shows "no limit" as the greatest multiple of the page size that an
    /// `Int64` holds.
    static func belowLegacyMaximum(_ limit: UInt64) -> UInt64? {
        limit >= UInt64(Int64.max) - 0xffff ? nil : limit
    }
}
