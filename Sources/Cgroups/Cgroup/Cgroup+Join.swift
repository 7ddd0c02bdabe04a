import Glibc
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

extension JoinTarget {
    /// For a process that finds its groups by itself.
    public init() {
        directory = nil
        taskFiles = DescriptorList()
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
        try join(directories.map(\.location))
    }

    /// The same for a further process of a container whose first one is known.
    /// A container that has moved its processes into groups of its own, as
    /// systemd does, may have given controllers to these, and v2 then takes no
    /// process in the group itself: the new one goes where the first one is.
    public func join(with process: pid_t) throws(CgroupError) -> JoinTarget {
        var locations = directories.map(\.location)
        for (index, directory) in directories.enumerated() where directory.version == .v2 {
            let found = try Self.location(of: process, beneath: directory.location)
            locations[index] = found ?? directory.location
        }
        return try join(locations)
    }

    /// The same for groups beneath this one, which have to exist.
    /// - Parameter paths: relative ones, by v1 controller or `name=systemd`;
    ///   the one of the empty string holds for every hierarchy not named.
    public func join(beneath paths: [String: String]) throws(CgroupError) -> JoinTarget {
        let known = directories.flatMap(\.subsystems)
        for (subsystem, path) in paths {
            guard subsystem.isEmpty || known.contains(subsystem) else {
                throw .invalidPath(path, reason: "cgroup \(self.path) is in no hierarchy \(subsystem)")
            }
            guard !path.split(separator: "/").contains(".."), !path.utf8.contains(0) else {
                throw .invalidPath(path, reason: "it has to lie beneath cgroup \(self.path)")
            }
        }
        let locations = directories.map { directory in
            let named = directory.subsystems.lazy.compactMap { paths[$0] }.first
            return directory.location + "/" + (named ?? paths[""] ?? "")
        }
        for location in locations where access(location, F_OK) != 0 { throw .absent(cgroup: location) }
        return try join(locations)
    }

    /// - Parameter locations: one for each of `directories`.
    private func join(_ locations: [String]) throws(CgroupError) -> JoinTarget {
        try translatingErrors { () throws(SystemError) in
            var files = DescriptorList()
            var unified: String?
            for (directory, location) in zip(directories, locations) {
                if directory.version == .v2 {
                    unified = location
                } else {
                    files.append(try Descriptor.open(location + "/tasks", [.writeOnly, .noFollow]))
                }
            }
            guard let unified else { return JoinTarget(directory: nil, taskFiles: files) }
            return JoinTarget(directory: try Descriptor.open(unified, [.directory, .noFollow]), taskFiles: files)
        }
    }

    /// The group beneath a directory that a process is in; `nil` when it is in
    /// none, and when the directory is gone meanwhile.
    private static func location(of process: pid_t, beneath location: String) throws(CgroupError) -> String? {
        var children: [RawPath] = []
        do throws(SystemError) {
            let directory = try Descriptor.open(location, [.directory, .noFollow])
            let members = try directory.readFile("cgroup.procs").split(separator: UInt8(ascii: "\n"))
            if members.contains(where: { decimal($0) == UInt64(process) }) { return location }
            children = try directory.childGroups()
        } catch {
            // EOPNOTSUPP: a threaded group; its processes are listed above it.
            guard error.errno == ENOENT || error.errno == ENODEV || error.errno == EOPNOTSUPP else {
                throw .system(error)
            }
        }
        for child in children {
            if let found = try self.location(of: process, beneath: "\(location)/\(child.shown)") { return found }
        }
        return nil
    }
}
