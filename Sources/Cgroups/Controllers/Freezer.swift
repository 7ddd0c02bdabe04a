/// Stopping all processes of a group: cgroup-v2.rst "cgroup.freeze",
/// cgroup-v1/freezer-subsystem.rst.
enum Freezer {
    /// Asks for the state. The kernel needs time to reach it.
    static func request(frozen: Bool, in group: GroupDirectory) throws(CgroupError) {
        do {
            switch group.version {
            case .v1: try group.write(frozen ? "FROZEN" : "THAWED", to: "freezer.state")
            case .v2: try group.write(frozen ? "1" : "0", to: "cgroup.freeze")
            }
        } catch {
            throw .system(error)
        }
    }

    /// Whether every process of the group has stopped. v1 says `FREEZING`
    /// until then.
    static func isFrozen(_ group: GroupDirectory) throws(CgroupError) -> Bool {
        switch group.version {
        case .v1: try group.text("freezer.state") == "FROZEN"
        case .v2: try group.keyedValues("cgroup.events")?["frozen"] == 1
        }
    }
}
