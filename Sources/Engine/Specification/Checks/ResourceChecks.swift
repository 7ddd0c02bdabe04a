extension ContainerSettings {
    /// What a process needs to start at all; the same as in Docker.
    private static let smallestMemory: UInt64 = 6 << 20

    func checkMemory() throws(EngineError) {
        if let memory = resources.memory {
            try Self.checkSize(memory, "memory limit")
            guard memory <= Int64.max else { throw Self.tooLarge(memory, "memory limit") }
        }
        if let reservation = resources.memoryReservation {
            try Self.checkSize(reservation, "memory reservation")
            guard reservation <= Int64.max else { throw Self.tooLarge(reservation, "memory reservation") }
            if let memory = resources.memory, reservation > memory {
                throw EngineError(
                    .invalid,
                    "memory reservation of \(reservation) bytes is larger than the memory limit of \(memory) bytes")
            }
        }
    }

    private static func checkSize(_ size: UInt64, _ name: String) throws(EngineError) {
        guard size >= smallestMemory else {
            throw EngineError(.invalid, "\(name) of \(size) bytes is too small: the smallest allowed is 6 MiB")
        }
    }

    private static func tooLarge(_ size: UInt64, _ name: String) -> EngineError {
        EngineError(.invalid, "\(name) of \(size) bytes is larger than any machine's memory")
    }

    func checkSwap() throws(EngineError) {
        guard let swap = resources.memorySwap else { return }
        guard swap >= -1 else {
            throw EngineError(.invalid, "invalid limit \(swap) of memory and swap: use -1 for no limit")
        }
        guard let memory = resources.memory else {
            guard swap == -1 else {
                throw EngineError(.invalid, "a limit of memory and swap needs a memory limit too: add --memory")
            }
            return
        }
        guard swap == -1 || UInt64(swap) >= memory else {
            throw EngineError(
                .invalid,
                "limit of memory and swap, \(swap) bytes, is smaller than the memory limit of \(memory) bytes")
        }
    }

    func checkProcessorTime(on host: HostFacts) throws(EngineError) {
        if let milliCPUs = resources.milliCPUs, !(10...UInt64(host.processorCount) * 1000).contains(milliCPUs) {
            let count = host.processorCount
            throw EngineError(
                .invalid,
                "range of CPUs is from 0.01 to \(count).00, as there \(count == 1 ? "is only 1 CPU" : "are only \(count) CPUs") available"
            )
        }
        if let shares = resources.cpuShares, !(2...262_144).contains(shares) {
            throw EngineError(.invalid, "invalid CPU shares \(shares): use 2 to 262144")
        }
    }

    func checkProcesses() throws(EngineError) {
        if let pids = resources.pids, pids < -1 {
            throw EngineError(.invalid, "invalid limit of \(pids) processes: use -1 for no limit")
        }
    }

    /// cpuset(7), "List format".
    func checkProcessorSet(on host: HostFacts) throws(EngineError) {
        guard let list = resources.cpuset else { return }
        for range in list.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = range.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
            guard let first = bounds[0], let last = bounds[bounds.count - 1], bounds.count <= 2, first <= last else {
                throw EngineError(.invalid, "invalid list of CPUs \"\(list)\": write it as 0-2,4")
            }
            guard last < host.processorCount else {
                throw EngineError(
                    .invalid,
                    "requested CPUs are not available: requested \(list), available 0-\(host.processorCount - 1)")
            }
        }
    }

    /// The limits of setrlimit(2) that Docker knows.
    private static let resourceLimitNames: Set<String> = [
        "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio",
        "rttime", "sigpending", "stack",
    ]

    func checkResourceLimits() throws(EngineError) {
        for limit in resourceLimits {
            guard Self.resourceLimitNames.contains(limit.name) else {
                throw EngineError(
                    .invalid,
                    "unknown ulimit \"\(limit.name)\": use one of \(Self.resourceLimitNames.sorted().joined(separator: ", "))"
                )
            }
            guard limit.soft >= -1, limit.hard >= -1 else {
                throw EngineError(
                    .invalid, "invalid ulimit \(limit.name)=\(limit.soft):\(limit.hard): use -1 for no limit")
            }
            guard limit.hard == -1 || (limit.soft != -1 && limit.soft <= limit.hard) else {
                throw EngineError(
                    .invalid, "ulimit \(limit.name): the soft limit \(limit.soft) is above the hard limit \(limit.hard)"
                )
            }
        }
    }
}
