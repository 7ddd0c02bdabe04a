import Cgroups
import JSON

/// An object whose members a closure writes: the nesting of runc's structures.
private struct Members: JSONWritable {
    let body: (inout JSONWriter) -> Void

    func write(to writer: inout JSONWriter) { writer.object(body) }
}

extension JSONWriter {
    fileprivate mutating func nested(_ key: String, _ body: @escaping (inout JSONWriter) -> Void) {
        member(key, Members(body: body))
    }

    /// A number that is left out when it is zero.
    fileprivate mutating func nonZero(_ key: String, _ value: UInt64?) {
        member(key, value == 0 ? nil : value)
    }

    fileprivate mutating func nonEmpty<Element: JSONWritable>(_ key: String, _ values: [Element]?) {
        member(key, values?.isEmpty == true ? nil : values)
    }
}

extension RuntimeStatistics: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.nested("cpu", processor)
            writer.nested("cpuset", cpuset)
            writer.nested("memory", memory)
            writer.nested("pids") { writer in
                writer.nonZero("current", statistics.pids?.current)
                writer.nonZero("limit", statistics.pids?.limit)
            }
            writer.nested("blkio", blockIO)
            writer.nested("hugetlb", hugePages)
            writer.nested("intel_rdt") { _ in }
            // runc tells of links only when it made them itself, which no engine lets it do.
            writer.member("network_interfaces", JSONValue.null)
        }
    }

    private func processor(_ writer: inout JSONWriter) {
        writer.nested("usage") { writer in
            writer.nonZero("total", statistics.cpu?.usage)
            writer.nonEmpty("percpu", statistics.cpu?.perProcessor)
            writer.nonEmpty("percpu_kernel", details.processorsInKernel)
            writer.nonEmpty("percpu_user", details.processorsOutside)
            writer.member("kernel", statistics.cpu?.system ?? 0)
            writer.member("user", statistics.cpu?.user ?? 0)
        }
        writer.nested("throttling") { writer in
            writer.nonZero("periods", statistics.cpu?.periods)
            writer.nonZero("throttledPeriods", statistics.cpu?.throttledPeriods)
            writer.nonZero("throttledTime", statistics.cpu?.throttled)
        }
        pressure(statistics.cpuPressure, &writer)
    }

    private func cpuset(_ writer: inout JSONWriter) {
        func flag(_ name: String) { writer.member(name, details.cpuset?.flags[name] ?? 0) }
        writer.nonEmpty("cpus", details.cpuset?.cpus)
        flag("cpu_exclusive")
        writer.nonEmpty("mems", details.cpuset?.memoryNodes)
        for name in [
            "mem_hardwall", "mem_exclusive", "memory_migrate", "memory_spread_page", "memory_spread_slab",
            "memory_pressure", "sched_load_balance", "sched_relax_domain_level",
        ] { flag(name) }
    }

    private func memory(_ writer: inout JSONWriter) {
        let memory = details.memory ?? StatisticsDetails.Memory()
        writer.nonZero("cache", statistics.memory?.cache)
        for (name, amount) in [
            ("usage", memory.memory), ("swap", memory.total), ("kernel", memory.kernel),
            ("kernelTCP", memory.kernelTCP),
        ] {
            writer.nested(name) { writer in
                writer.member("limit", amount.limit)
                writer.nonZero("usage", amount.use)
                writer.nonZero("max", amount.peak)
                writer.member("failcnt", amount.failures)
            }
        }
        writer.member("raw", memory.details.isEmpty ? nil : memory.details)
        pressure(statistics.memoryPressure, &writer)
    }

    private func hugePages(_ writer: inout JSONWriter) {
        for (size, pages) in (statistics.hugePages ?? [:]).sorted(by: { $0.key < $1.key }) {
            writer.nested(size) { writer in
                writer.nonZero("usage", pages.current)
                writer.nonZero("max", pages.peak)
                writer.member("failcnt", pages.failures ?? 0)
            }
        }
    }

    private func blockIO(_ writer: inout JSONWriter) {
        for (name, counter) in [
            ("ioServiceBytesRecursive", "io_service_bytes"), ("ioServicedRecursive", "io_serviced"),
            ("ioQueueRecursive", "io_queued"), ("ioServiceTimeRecursive", "io_service_time"),
            ("ioWaitTimeRecursive", "io_wait_time"), ("ioMergedRecursive", "io_merged"),
            ("ioTimeRecursive", "time"), ("sectorsRecursive", "sectors"),
        ] {
            let entries = details.io?.counters[counter]?.map { entry in
                Members { writer in
                    writer.nonZero("major", entry.major)
                    writer.nonZero("minor", entry.minor)
                    writer.member("op", entry.operation.isEmpty ? nil : entry.operation)
                    writer.nonZero("value", entry.value)
                }
            }
            writer.nonEmpty(name, entries)
        }
        pressure(statistics.ioPressure, &writer)
    }

    private func pressure(_ pressure: Pressure?, _ writer: inout JSONWriter) {
        guard let pressure else { return }
        writer.nested("psi") { writer in
            for (name, line) in [("some", pressure.some), ("full", pressure.full)] {
                guard let line else { continue }
                writer.nested(name) { writer in
                    writer.member("avg10", Decimal(line.average10))
                    writer.member("avg60", Decimal(line.average60))
                    writer.member("avg300", Decimal(line.average300))
                    writer.member("total", line.total)
                }
            }
        }
    }
}

/// A number with a fraction.
private struct Decimal: JSONWritable {
    let value: Double

    init(_ value: Double) { self.value = value }

    func write(to writer: inout JSONWriter) { writer.literal(value.description) }
}
