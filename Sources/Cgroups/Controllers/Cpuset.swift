/// Which processors and memory nodes the group may use: cpuset(7), cgroup-v2.rst
/// "Cpuset". The files have the same names on v1.
enum Cpuset: ControllerSettings {
    static let controller = Controller.cpuset

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        var settings = [Setting]()
        if let cpus = limits.cpuset.cpus { settings.append(Setting("cpuset-cpus", "cpuset.cpus", cpus)) }
        if let nodes = limits.cpuset.memoryNodes { settings.append(Setting("cpuset-mems", "cpuset.mems", nodes)) }
        return settings
    }

    /// A new group of v1 has no processor and no memory node and takes no
    /// process until it has: it gets its parent's, unless it is to have its own.
    static func inherit(
        to child: GroupDirectory, unless limits: Limits.Cpuset = Limits.Cpuset()
    ) throws(CgroupError) {
        for (file, own) in [("cpuset.cpus", limits.cpus), ("cpuset.mems", limits.memoryNodes)] where own == nil {
            if !child.isNew, try child.text(file)?.isEmpty != true { continue }
            guard let inherited = try child.textOfParent(file) else { continue }
            do {
                try child.write(inherited, to: file)
            } catch {
                throw .refused(limit: file, value: inherited, cgroup: child.cgroup, cause: error)
            }
        }
    }
}
