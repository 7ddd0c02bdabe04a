import Glibc
import LinuxSystem

extension Cgroup {
    /// Removes the group from every hierarchy, groups beneath it first. Its
    /// processes must have been killed: those on their way out are waited for, up to
    /// two seconds, and then `busy` is thrown. What is already gone is no error.
    public consuming func remove() throws(CgroupError) {
        // Another process may have brought the group into a further hierarchy
        // by `update`; a location is kept up to date by whoever keeps it.
        if let hierarchies {
            for hierarchy in try locations(on: hierarchies) {
                let location = hierarchy.mountPoint + hierarchy.base + path
                if directories.contains(where: { $0.location == location }) { continue }
                if let directory = try GroupDirectory.open(hierarchy.base + path, in: hierarchy) {
                    try remove(directory)
                }
            }
        }
        for directory in directories.reversed() { try remove(directory) }
    }

    private borrowing func remove(_ directory: GroupDirectory) throws(CgroupError) {
        var backoff = Backoff(milliseconds: 2000)
        while try !directory.remove() {
            guard backoff.sleep() else { throw .busy(cgroup: path, processes: try processes()) }
        }
    }
}

extension GroupDirectory {
    /// Removes the directory and those beneath it. `false`: a process is still
    /// in it, as a killed one is for a moment.
    @discardableResult
    func remove() throws(CgroupError) -> Bool {
        if rmdir(location) == 0 || errno == ENOENT { return true }
        guard errno == EBUSY else { throw .system(SystemError("remove cgroup", location, errno: errno)) }
        return try translatingErrors { () throws(SystemError) in
            do throws(SystemError) {
                try removeGroupsBeneath()
            } catch {
                if error.errno == ENOENT { return true }
                throw error
            }
            return rmdir(location) == 0 || errno == ENOENT
        }
    }

    /// As far as no process is in them any more.
    private func removeGroupsBeneath() throws(SystemError) {
        try openDirectory().walkGroups(leaving: { parent, name throws(SystemError) in
            do throws(SystemError) {
                try parent.removeDirectory(name)
            } catch {
                guard error.errno == EBUSY || error.errno == ENOENT else { throw error }
            }
        })
    }
}
