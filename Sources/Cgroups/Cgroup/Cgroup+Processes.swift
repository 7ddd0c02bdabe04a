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
            let top = try Descriptor.open(location, [.directory, .noFollow])
            try top.walkGroups(entering: { group throws(SystemError) in
                processes += try members(of: group)
            })
        } catch {
            guard error.errno == ENOENT else { throw .system(error) }
        }
    }

    /// The processes of one directory.
    private static func members(of group: borrowing Descriptor) throws(SystemError) -> [pid_t] {
        do throws(SystemError) {
            let lines = try group.readFile("cgroup.procs")
            return lines.split(separator: UInt8(ascii: "\n")).compactMap { decimal($0).map { pid_t($0) } }
        } catch {
            // ENOENT, ENODEV: the group has gone meanwhile. EOPNOTSUPP: a
            // threaded group of v2; its processes are listed above it.
            guard error.errno == ENOENT || error.errno == ENODEV || error.errno == EOPNOTSUPP else { throw error }
            return []
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
