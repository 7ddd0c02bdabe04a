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
    /// process until it has: it gets its parent's.
    static func inherit(from parent: GroupDirectory, to child: GroupDirectory) throws(CgroupError) {
        for file in ["cpuset.cpus", "cpuset.mems"] {
            guard let own = try child.text(file), own.isEmpty, let inherited = try parent.text(file) else { continue }
            do {
                try child.write(inherited, to: file)
            } catch {
                throw .refused(limit: file, value: inherited, cgroup: child.cgroup, cause: error)
            }
        }
    }
}
