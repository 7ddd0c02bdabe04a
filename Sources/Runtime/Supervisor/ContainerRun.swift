import Cgroups
import LinuxSystem

/// One run of a container, from execve(2) to its end, and what the supervisor
/// owns of it.
final class ContainerRun {
    /// The first process, in the host's pid namespace.
    let pid: Int32
    let process: ProcessDescriptor
    var streams: ContainerStreams
    /// Given up when the run has ended.
    var cgroup: Cgroup?
    let cgroupPath: String
    let startedAt = Timestamp.now()
    /// The same moment on the clock that never jumps.
    let began = Uptime.now()
    /// The same for others, who may look after the machine has slept: nanoseconds since the machine's start.
    let startedSinceBoot = BootID.elapsed
    /// Every process of it is stopped for a while.
    var isPaused = false
    /// `nil`: its health is not looked after.
    var health: HealthWatch?
    /// What further processes are made from.
    let entry: ContainerEntry
    /// Answers what its filter refuses; `nil`: nobody asks.
    var refusals: RefusalWatch?
    /// Its check has failed so often that it is ended.
    var wasKilledAsUnhealthy = false
    /// What a visitor has sent it last.
    var lastSignal: StopOrder?
    /// It has a pid namespace of its own, from which nobody can kill its first process.
    let hasOwnProcesses: Bool

    init(
        launched: consuming LaunchedProcess, streams: consuming ContainerStreams, cgroup: consuming Cgroup,
        entry: ContainerEntry, hasOwnProcesses: Bool
    ) {
        pid = launched.pid
        if let listener = launched.refusals.take() { refusals = .some(RefusalWatch(owning: listener)) }
        process = launched.process
        self.streams = streams
        cgroupPath = cgroup.path
        self.cgroup = .some(cgroup)
        self.entry = entry
        self.hasOwnProcesses = hasOwnProcesses
    }
}
