extension Cgroup {
    /// The use at this moment. A controller that this group isn't in is `nil`.
    public func statistics() throws(CgroupError) -> Statistics {
        var statistics = Statistics()
        if let group = directory(of: .memory) { statistics.memory = try Memory.statistics(in: group) }
        if let group = directory(of: .pids) { statistics.pids = try Pids.statistics(in: group) }
        if let group = directory(of: .io) { statistics.io = try IO.statistics(in: group) }
        if let group = directory(of: .hugetlb) { statistics.hugePages = try HugeTLB.statistics(in: group) }
        // v2 tells the time of every group, with the controller or without.
        let processor = directory(of: .cpu) ?? unified
        let accounting = directory(of: .cpuacct)
        if processor != nil || accounting != nil {
            statistics.cpu = try CPU.statistics(in: processor, accounting: accounting)
        }
        statistics.cpuPressure = try pressure("cpu.pressure")
        statistics.memoryPressure = try pressure("memory.pressure")
        statistics.ioPressure = try pressure("io.pressure")
        return statistics
    }

    /// Pressure is counted for groups of v2 alone, and for a group of a hybrid
    /// host only when its processes are in it there too.
    private func pressure(_ file: String) throws(CgroupError) -> Pressure? {
        guard let unified else { return nil }
        if directories.count > 1, try unified.read("cgroup.procs")?.isEmpty != false { return nil }
        return try unified.read(file).flatMap(Pressure.init)
    }
}
