import Cgroups
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// Every limit of a running container as it was asked, as the kernel's
    /// file shows it, and the use against it; with the rates of its links.
    public func limits(_ reference: String) throws -> LimitsReport {
        let container = try container(reference)
        let cgroup = try cgroup(of: container)
        let resources = try directory(of: container.id).readSpecification().linux?.resources
        var report = try cgroup.limitsReport(asked: Limits(resources ?? RuntimeSpec.Resources()))
        if let pid = container.running?.pid { report.rows += try rateRows(of: container, pid: pid) }
        return report
    }

    /// What a running container uses at this moment.
    public func statistics(of container: Container) throws -> Statistics {
        try cgroup(of: container).statistics()
    }

    private func cgroup(of container: Container) throws -> Cgroup {
        guard let running = container.running else {
            throw EngineError(
                .conflict,
                "container \(container.name) is not running (\(container.statusName)): it has no limits or use to show")
        }
        return try Cgroup.open(running.cgroup, on: Hierarchies.detect())
    }
}
