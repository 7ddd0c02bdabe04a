extension Cgroup {
    /// The limits with what they need of those that are in force: v2 keeps
    /// swap apart from memory and the quota beside its period, so that one of
    /// a pair cannot be written without knowing the other.
    func completed(_ limits: Limits) throws(CgroupError) -> Limits {
        var limits = limits
        if let memory = directory(of: .memory), memory.version == .v2 {
            let isHalf = (limits.memory.limit == nil) != (limits.memory.total == nil)
            if isHalf, limits.memory.limit != .unlimited {
                limits.memory.complete(
                    limit: try memory.bound("memory.max"), swap: try memory.bound("memory.swap.max"))
            }
        }
        if let cpu = directory(of: .cpu), cpu.version == .v2, limits.cpu.quota == nil, limits.cpu.period != nil {
            limits.cpu.quota = try cpu.bound("cpu.max")
        }
        return limits
    }

    /// Changes the limits of a group in use. What is absent stays as it is.
    /// - Parameter checkingUse: a limit of memory at or below what is in use is
    ///   refused; else the kernel reclaims, and on v2 kills, to get there.
    public mutating func change(to limits: Limits, checkingUse: Bool) throws(CgroupError) {
        if checkingUse { try checkUse(against: limits.memory) }
        try update(completed(limits))
    }

    private func checkUse(against memory: Limits.Memory) throws(CgroupError) {
        guard let group = directory(of: .memory) else { return }
        let file = group.version == .v1 ? "memory.usage_in_bytes" : "memory.current"
        guard let use = try group.number(file) else { return }
        for (limit, bound) in [("memory", memory.limit), ("memory-swap", memory.total)] {
            guard case .at(let bytes) = bound, bytes <= use else { continue }
            throw .invalidLimit(limit, reason: "\(byteText(bytes)) is not more than the \(byteText(use)) in use")
        }
    }
}

extension Limits.Memory {
    /// Adds the missing one of limit and total, from v2's limit of memory and
    /// its limit of swap alone.
    mutating func complete(limit present: Bound?, swap: Bound?) {
        if limit == nil {
            limit = present == .unlimited ? nil : present
        } else if case .at(let memory) = present, case .at(let swap) = swap, swap > 0 {
            total = .at(memory + swap)
        }
    }
}

extension GroupDirectory {
    /// The first word of a file of v2: a number, or `max`; `nil` where there is no such file.
    fileprivate func bound(_ file: String) throws(CgroupError) -> Bound? {
        guard let word = try text(file)?.split(separator: " ").first else { return nil }
        return word == "max" ? .unlimited : decimal(word.utf8).map { .at($0) }
    }
}
