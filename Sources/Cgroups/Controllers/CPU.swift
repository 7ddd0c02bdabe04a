/// The processor controllers: cgroup-v2.rst "CPU", sched-bwc.rst, and v1's
/// cpuacct, which v2 has in every group.
enum CPU: ControllerSettings {
    static let controller = Controller.cpu

    /// In microseconds: what a new group has (sched-bwc.rst).
    private static let defaultPeriod: UInt64 = 100_000

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        let cpu = limits.cpu
        var settings = [Setting]()
        if let idle = cpu.idle { settings.append(Setting("cpu-idle", "cpu.idle", idle ? "1" : "0")) }
        // The kernel refuses to weigh an idle group.
        if cpu.idle != true, let weight = weight(cpu, version) { settings.append(weight) }
        switch version {
        case .v1: settings += legacyBandwidth(cpu)
        case .v2: settings += try unifiedBandwidth(cpu)
        }
        return settings
    }

    private static func weight(_ cpu: Limits.CPU, _ version: Version) -> Setting? {
        guard cpu.weight != nil || (cpu.shares ?? 0) != 0 else { return nil }
        let asked = String(cpu.weight ?? cpu.shares ?? 0)
        let name = cpu.weight == nil ? "cpu-shares" : "cpu-weight"
        return switch version {
        case .v1: Setting(name, "cpu.shares", String(cpu.weight.map(CPUShares.shares) ?? cpu.shares ?? 0), asked: asked)
        case .v2: Setting(name, "cpu.weight", String(cpu.weight ?? CPUShares.weight(of: cpu.shares ?? 0)), asked: asked)
        }
    }

    private static func legacyBandwidth(_ cpu: Limits.CPU) -> [Setting] {
        var settings = [Setting]()
        if let period = cpu.period {
            // The kernel looks at every group of the host for each of both writes (tg_set_cfs_bandwidth).
            let setting = Setting("cpu-period", "cpu.cfs_period_us", String(period))
            settings.append(setting.initial(period == defaultPeriod))
        }
        if let quota = cpu.quota {
            settings.append(Setting("cpu-quota", "cpu.cfs_quota_us", quota.legacyText, asked: quota.plainText))
        }
        if let burst = cpu.burst { settings.append(setting(forBurst: burst, "cpu.cfs_burst_us")) }
        if let period = cpu.realTimePeriod {
            settings.append(Setting("cpu-rt-period", "cpu.rt_period_us", String(period)))
        }
        if let runtime = cpu.realTimeRuntime {
            settings.append(Setting("cpu-rt-runtime", "cpu.rt_runtime_us", String(runtime)))
        }
        return settings
    }

    private static func unifiedBandwidth(_ cpu: Limits.CPU) throws(CgroupError) -> [Setting] {
        if cpu.realTimePeriod != nil || cpu.realTimeRuntime != nil {
            throw .unsupported(limit: "cpu-rt-runtime", reason: "cgroup v2 has no real-time bandwidth")
        }
        var settings = [Setting]()
        if cpu.quota != nil || cpu.period != nil {
            let quota = cpu.quota ?? .unlimited
            let period = cpu.period.map(String.init)
            settings.append(
                Setting(
                    "cpu-quota", "cpu.max", [quota.unifiedText, period].compactMap(\.self).joined(separator: " "),
                    asked: [quota.plainText, period].compactMap(\.self).joined(separator: " of ")))
        }
        if let burst = cpu.burst { settings.append(setting(forBurst: burst, "cpu.max.burst")) }
        return settings
    }

    /// Kernels before 5.14 have no burst, which is what zero asks for.
    private static func setting(forBurst burst: UInt64, _ file: String) -> Setting {
        let setting = Setting("cpu-burst", file, String(burst))
        return burst == 0 ? setting.whereSupported : setting
    }
}

extension Limits.CPU {
    /// The relative weight in v2's terms, from whichever is asked; `nil` for none.
    public var unifiedWeight: UInt64? {
        weight ?? shares.flatMap { $0 == 0 ? nil : CPUShares.weight(of: $0) }
    }
}

extension CPU {
    /// The use as the group's files tell it. On v1 the time and the throttling
    /// are told by two controllers, which may be in two hierarchies.
    static func statistics(
        in group: GroupDirectory?, accounting: GroupDirectory?
    ) throws(CgroupError) -> Statistics.CPU {
        var cpu = Statistics.CPU()
        let details = try group?.keyedValues("cpu.stat")
        cpu.periods = details?["nr_periods"]
        cpu.throttledPeriods = details?["nr_throttled"]
        if group?.version == .v2 {
            cpu.usage = details?["usage_usec"].map(nanoseconds)
            cpu.user = details?["user_usec"].map(nanoseconds)
            cpu.system = details?["system_usec"].map(nanoseconds)
            cpu.throttled = details?["throttled_usec"].map(nanoseconds)
        } else {
            cpu.throttled = details?["throttled_time"]
            cpu.usage = try accounting?.number("cpuacct.usage")
            cpu.user = try accounting?.number("cpuacct.usage_user")
            cpu.system = try accounting?.number("cpuacct.usage_sys")
            cpu.perProcessor = try accounting?.numbers("cpuacct.usage_percpu")
        }
        return cpu
    }

    private static func nanoseconds(microseconds: UInt64) -> UInt64 { microseconds * 1000 }
}
