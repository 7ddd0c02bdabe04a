/// The controller of the number of tasks: cgroup-v2.rst "PID". Its files have
/// the same names on v1.
enum Pids: ControllerSettings {
    static let controller = Controller.pids

    static func settings(for limits: Limits, on version: Version) throws(CgroupError) -> [Setting] {
        guard let pids = limits.pids else { return [] }
        return [Setting("pids", "pids.max", pids.unifiedText, asked: pids.plainText)]
    }

    /// The use as the group's files tell it.
    static func statistics(in group: GroupDirectory) throws(CgroupError) -> Statistics.Pids {
        var pids = Statistics.Pids()
        pids.current = try group.number("pids.current")
        pids.limit = try group.number("pids.max")
        pids.peak = try group.number("pids.peak")
        pids.refusals = try group.keyedValues("pids.events")?["max"]
        return pids
    }
}
