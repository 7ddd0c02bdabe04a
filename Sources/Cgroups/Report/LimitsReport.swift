/// The limits of a group as they were asked, as the kernel's files show them,
/// and the use against them: rows of texts for a table or for JSON.
public struct LimitsReport: Hashable, Sendable, Codable {
    /// One limit, or one use without a limit.
    public struct Row: Hashable, Sendable, Codable {
        /// Docker's option without dashes: `memory`, `cpu-quota`, `pids`.
        public var name: String
        /// `nil`: shown for its use, though no limit was asked.
        public var asked: String?
        /// The kernel's file and the text in it; `nil` where it has none.
        public var file: String
        /// That text: `67108864`, `max`.
        public var kernel: String?
        /// What is used of it, for a reader; `nil`: the kernel doesn't tell.
        public var use: String?
        /// What the text alone doesn't show: that there is no limit, or another one than was written.
        public var note: String?

        /// A limit that is kept by something else than a group.
        /// - Parameter file: what keeps it.
        public init(name: String, asked: String?, file: String) {
            (self.name, self.asked, self.file) = (name, asked, file)
        }

        init(name: String, asked: String? = nil, file: String, kernel: String? = nil, use: String?, note: String? = nil)
        {
            self.init(name: name, asked: asked, file: file)
            (self.kernel, self.use, self.note) = (kernel, use, note)
        }
    }

    /// In the order in which they are shown.
    public var rows: [Row]
    /// `nil` where the kernel doesn't tell pressure for this group.
    public var cpuPressure: Pressure?
    /// As `cpuPressure`.
    public var memoryPressure: Pressure?
    /// As `cpuPressure`.
    public var ioPressure: Pressure?
}

extension Cgroup {
    /// Reads back every limit that was asked, with memory, processor, tasks
    /// and block devices also where none was.
    public func limitsReport(asked limits: Limits) throws(CgroupError) -> LimitsReport {
        let statistics = try statistics()
        var rows: [LimitsReport.Row] = []
        for plan in try plan(for: limits) {
            for setting in plan.settings {
                if let row = try row(for: setting, in: plan.directory, statistics) { rows.append(row) }
            }
        }
        for shown in Self.alwaysShown where !rows.contains(where: { $0.name == shown.setting.limit }) {
            guard let directory = directory(of: shown.controller) else { continue }
            if var row = try row(for: shown.setting, in: directory, statistics) {
                row.asked = nil
                rows.append(row)
            }
        }
        if let io = statistics.io { rows.append(Self.row(for: io, file: directory(of: .io)?.version)) }
        return LimitsReport(
            rows: rows, cpuPressure: statistics.cpuPressure, memoryPressure: statistics.memoryPressure,
            ioPressure: statistics.ioPressure)
    }

    /// A file whose use is told without a limit, by its name on v2 or v1.
    private struct Shown {
        var controller: Controller
        var setting: Setting
    }

    private static var alwaysShown: [Shown] {
        [
            Shown(controller: .memory, setting: Setting("memory", "memory.max", "").or("memory.limit_in_bytes", "")),
            Shown(
                controller: .memory,
                setting: Setting("memory-swap", "memory.swap.max", "").or("memory.memsw.limit_in_bytes", "")),
            Shown(controller: .cpu, setting: Setting("cpu-quota", "cpu.max", "").or("cpu.cfs_quota_us", "")),
            Shown(controller: .pids, setting: Setting("pids", "pids.max", "")),
        ]
    }

    private func row(
        for setting: Setting, in directory: GroupDirectory, _ statistics: Statistics
    ) throws(CgroupError) -> LimitsReport.Row? {
        for entry in setting.candidates {
            guard let kernel = try directory.text(entry.file) else { continue }
            return LimitsReport.Row(
                name: setting.limit, asked: setting.asked, file: entry.file, kernel: kernel,
                use: statistics.use(against: setting.limit), note: Self.note(kernel: kernel, written: entry.text))
        }
        return nil
    }

    /// What the kernel's text stands for, unless it is a limit as it was written.
    private static func note(kernel: String, written: String) -> String? {
        guard let number = decimal(kernel.utf8) else {
            return kernel == "max" || kernel == "-1" || kernel.hasPrefix("max ") ? "no limit" : nil
        }
        if Memory.belowLegacyMaximum(number) == nil { return "no limit" }
        if let asked = decimal(written.utf8), asked != number {
            return "the kernel holds another value than was written"
        }
        return nil
    }

    private static func row(for io: Statistics.IO, file version: Version?) -> LimitsReport.Row {
        LimitsReport.Row(
            name: "io", file: version == .v1 ? "blkio.throttle.io_service_bytes_recursive" : "io.stat",
            use: "read \(byteText(io.readBytes)), written \(byteText(io.writtenBytes))")
    }
}

extension Statistics {
    /// The use that stands against a limit, for a reader.
    fileprivate func use(against limit: String) -> String? {
        switch limit {
        case "memory": memory.flatMap { Self.withPeak($0.current, $0.peak, byteText) }
        case "memory-swap": memory?.swap.map { "swap \(byteText($0))" }
        case "cpu-quota": cpu.flatMap(Self.throttling)
        case "pids": pids.flatMap { Self.withPeak($0.current, $0.peak, String.init) }
        default: nil
        }
    }

    private static func withPeak(_ current: UInt64?, _ peak: UInt64?, _ text: (UInt64) -> String) -> String? {
        current.map { text($0) + (peak.map { ", peak \(text($0))" } ?? "") }
    }

    private static func throttling(_ cpu: CPU) -> String? {
        guard let used = cpu.usage.map({ "used \(secondsText(nanoseconds: $0))" }) else { return nil }
        guard let periods = cpu.periods, let throttled = cpu.throttledPeriods, let time = cpu.throttled else {
            return used
        }
        return used + ", throttled \(throttled) of \(periods) periods for \(secondsText(nanoseconds: time))"
    }
}
