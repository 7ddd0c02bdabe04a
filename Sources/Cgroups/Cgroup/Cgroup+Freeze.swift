import LinuxSystem

extension Cgroup {
    /// Stops every process of the group and waits, up to two seconds, until
    /// all have stopped; else takes the order back and throws `notFrozen`.
    public func freeze() throws(CgroupError) {
        let directory = try freezer()
        var backoff = Backoff(milliseconds: 2000)
        repeat {
            // v1 doesn't reach processes that were being forked: it has to be
            // told again until it says FROZEN.
            try Freezer.request(frozen: true, in: directory)
            if try Freezer.isFrozen(directory) { return }
        } while backoff.sleep()
        try Freezer.request(frozen: false, in: directory)
        throw .notFrozen(cgroup: path)
    }

    /// Lets the processes go on.
    public func thaw() throws(CgroupError) {
        try Freezer.request(frozen: false, in: freezer())
    }

    /// Whether every process of the group is stopped.
    public func isFrozen() throws(CgroupError) -> Bool {
        try Freezer.isFrozen(freezer())
    }

    private func freezer() throws(CgroupError) -> GroupDirectory {
        guard let directory = directory(of: .freezer) else { throw .missingController(.freezer, limit: "freezing") }
        return directory
    }
}
