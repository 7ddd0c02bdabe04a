import Glibc
import LinuxSystem

extension Cgroup {
    /// The ids of all processes in the group and in groups beneath it. They
    /// may have changed by the time they are looked at, unless it is frozen.
    public func processes() throws(CgroupError) -> [pid_t] {
        guard let directory = directory(of: .freezer) ?? directories.first else { return [] }
        var processes: [pid_t] = []
        try Self.collect(from: directory.location, into: &processes)
        return processes
    }

    /// Adds the processes of one directory and of those beneath it.
    static func collect(from location: String, into processes: inout [pid_t]) throws(CgroupError) {
        do throws(SystemError) {
            try collect(from: Descriptor.open(location, [.directory, .noFollow]), into: &processes)
        } catch {
            guard error.errno == ENOENT else { throw .system(error) }
        }
    }

    private static func collect(
        from group: borrowing Descriptor, into processes: inout [pid_t]
    ) throws(SystemError) {
        do throws(SystemError) {
            let lines = try group.readFile("cgroup.procs")
            for line in lines.split(separator: UInt8(ascii: "\n")) {
                if let process = decimal(line) { processes.append(pid_t(process)) }
            }
            for name in try group.childGroups() { try collect(from: group.openDirectory(name), into: &processes) }
        } catch {
            // ENOENT, ENODEV: the group has gone meanwhile. EOPNOTSUPP: a
            // threaded group of v2; its processes are listed above it.
            guard error.errno == ENOENT || error.errno == ENODEV || error.errno == EOPNOTSUPP else { throw error }
        }
    }

    /// Moves a running process into the group. The kernel takes milliseconds
    /// for it: what is being started joins by `join()` instead.
    public func add(_ process: pid_t) throws(CgroupError) {
        for directory in directories { try add(process, to: directory) }
    }

    /// Moves a running process in one hierarchy. One that has ended is no error.
    func add(_ process: pid_t, to directory: GroupDirectory) throws(CgroupError) {
        do {
            try directory.write(String(process), to: "cgroup.procs")
        } catch {
            guard error.errno != ESRCH else { return }
            throw .system(SystemError("move process \(process) into", directory.location, errno: error.errno))
        }
    }
}

extension Descriptor {
    /// The names of the groups right beneath this one.
    func childGroups() throws(SystemError) -> [RawPath] {
        // A directory's link count is two and one for each child: groups
        // without children, nearly all, need no look at every file.
        guard try status().st_nlink > 2 else { return [] }
        var children: [RawPath] = []
        for entry in try entries() where try status(of: entry).st_mode & S_IFMT == S_IFDIR { children.append(entry) }
        return children
    }
}
