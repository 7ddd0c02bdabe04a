import LinuxSystem

/// How a child process that is being started enters a group.
public struct JoinTarget: ~Copyable, Sendable {
    /// The directory for CLONE_INTO_CGROUP of clone3(2); `nil` on a host
    /// without v2.
    public let directory: Descriptor?
    /// v1: files into each of which the child writes `0\n` right after its
    /// start, while it has one thread.
    public let taskFiles: DescriptorList

    /// The number of `directory`, valid as long as this value lives.
    public var directoryNumber: CInt? {
        switch directory {
        case .some(let directory): directory.number
        case .none: nil
        }
    }
}

extension Cgroup {
    /// What the launcher needs for the group's first process and for each one
    /// that enters later.
    ///
    /// Why `tasks`, and why the child itself: moving a thread group by
    /// `cgroup.procs`, or another process at all, takes
    /// cgroup_threadgroup_rwsem for writing, which waits for an RCU grace period:
    /// some 5 ms on an idle machine. A thread that moves itself alone skips the
    /// lock (cgroup_procs_write_start in the kernel): 90 µs for eight hierarchies.
    public func join() throws(CgroupError) -> JoinTarget {
        try translatingErrors { () throws(SystemError) in
            var files = DescriptorList()
            for directory in directories where directory.version == .v1 { files.append(try directory.open("tasks")) }
            guard let unified else { return JoinTarget(directory: nil, taskFiles: files) }
            return JoinTarget(directory: try unified.openDirectory(), taskFiles: files)
        }
    }
}
