extension Memory {
    /// The details as the group's files tell them.
    static func details(in group: GroupDirectory) throws(CgroupError) -> StatisticsDetails.Memory {
        var memory = StatisticsDetails.Memory()
        memory.details = try group.keyedValues("memory.stat")?.all ?? [:]
        switch group.version {
        case .v1:
            memory.memory = try legacyAmount("memory", in: group)
            memory.total = try legacyAmount("memory.memsw", in: group)
            memory.kernel = try legacyAmount("memory.kmem", in: group)
            memory.kernelTCP = try legacyAmount("memory.kmem.tcp", in: group)
        case .v2:
            memory.memory = try unifiedAmount("memory", in: group)
            memory.memory.failures = try group.keyedValues("memory.events")?["max"] ?? 0
            var total = try unifiedAmount("memory.swap", in: group)
            total.use += memory.memory.use
            total.limit = total.limit.addingClamped(memory.memory.limit)
            memory.total = total
        }
        return memory
    }

    private static func legacyAmount(
        _ name: String, in group: GroupDirectory
    ) throws(CgroupError) -> StatisticsDetails.Amount {
        var amount = StatisticsDetails.Amount()
        amount.limit = try group.number(name + ".limit_in_bytes") ?? 0
        amount.use = try group.number(name + ".usage_in_bytes") ?? 0
        amount.peak = try group.number(name + ".max_usage_in_bytes") ?? 0
        amount.failures = try group.number(name + ".failcnt") ?? 0
        return amount
    }

    private static func unifiedAmount(
        _ name: String, in group: GroupDirectory
    ) throws(CgroupError) -> StatisticsDetails.Amount {
        var amount = StatisticsDetails.Amount()
        // `max` is no number.
        if let text = try group.text(name + ".max") { amount.limit = decimal(text.utf8) ?? .max }
        amount.use = try group.number(name + ".current") ?? 0
        amount.peak = try group.number(name + ".peak") ?? 0
        return amount
    }
}

extension Cpuset {
    /// The details as the group's files tell them.
    static func details(in group: GroupDirectory) throws(CgroupError) -> StatisticsDetails.Cpuset {
        var cpuset = StatisticsDetails.Cpuset()
        cpuset.cpus = numbers(in: try group.text("cpuset.cpus") ?? "")
        cpuset.memoryNodes = numbers(in: try group.text("cpuset.mems") ?? "")
        for flag in [
            "cpu_exclusive", "mem_hardwall", "mem_exclusive", "memory_migrate", "memory_spread_page",
            "memory_spread_slab", "memory_pressure", "sched_load_balance", "sched_relax_domain_level",
        ] {
            cpuset.flags[flag] = try group.text("cpuset.\(flag)").flatMap { Int64($0) }
        }
        return cpuset
    }

    /// The members of a list such as `0-3,7` (cpuset(7), "List format").
    static func numbers(in list: String) -> [UInt16] {
        list.split(separator: ",").flatMap { range -> [UInt16] in
            let ends = range.split(separator: "-").compactMap { UInt16($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return [] }
            return Array(first...last)
        }
    }
}

extension IO {
    private static let counters = [
        "io_service_bytes", "io_serviced", "io_queued", "io_service_time", "io_wait_time", "io_merged", "time",
        "sectors",
    ]

    /// The details as the group's files tell them.
    static func details(in group: GroupDirectory) throws(CgroupError) -> StatisticsDetails.IO {
        switch group.version {
        case .v1:
            // Which files count depends on the scheduler: BFQ, the former CFQ, none.
            for prefix in ["blkio.bfq.", "blkio.", "blkio.throttle."] {
                var io = StatisticsDetails.IO()
                for name in counters {
                    io.counters[name] = try group.read("\(prefix)\(name)_recursive").map(legacyEntries)
                }
                if io.counters.values.contains(where: { !$0.isEmpty }) { return io }
            }
            return StatisticsDetails.IO()
        case .v2:
            return unifiedDetails(try group.read("io.stat") ?? [])
        }
    }

    /// Lines such as `254:0 Read 4096` and `254:0 4096`; the sum over all devices is left out.
    static func legacyEntries(_ lines: [UInt8]) -> [StatisticsDetails.Entry] {
        lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":") }
            guard words.count == 3 || words.count == 4, let major = decimal(words[0]), let minor = decimal(words[1]),
                let value = decimal(words[words.count - 1])
            else { return nil }
            let operation = words.count == 4 ? String(decoding: words[2], as: UTF8.self) : ""
            return StatisticsDetails.Entry(major: major, minor: minor, operation: operation, value: value)
        }
    }

    /// Lines such as `254:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0`.
    static func unifiedDetails(_ lines: [UInt8]) -> StatisticsDetails.IO {
        var io = StatisticsDetails.IO()
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            let numbers = words[0].split(separator: UInt8(ascii: ":")).compactMap { decimal($0) }
            guard numbers.count == 2 else { continue }
            for word in words.dropFirst() {
                guard let equals = word.firstIndex(of: UInt8(ascii: "=")), let value = decimal(word[(equals + 1)...]),
                    let (counter, operation) = legacyNames[String(decoding: word[..<equals], as: UTF8.self)]
                else { continue }
                io.counters[counter, default: []].append(
                    StatisticsDetails.Entry(major: numbers[0], minor: numbers[1], operation: operation, value: value))
            }
        }
        return io
    }

    /// v1's counter and operation by v2's key.
    private static let legacyNames = [
        "rbytes": ("io_service_bytes", "Read"), "wbytes": ("io_service_bytes", "Write"),
        "dbytes": ("io_service_bytes", "Discard"), "rios": ("io_serviced", "Read"), "wios": ("io_serviced", "Write"),
        "dios": ("io_serviced", "Discard"),
    ]
}

extension UInt64 {
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
