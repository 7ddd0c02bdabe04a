import Cgroups
import LinuxSystem

/// What a supervisor owns of its container while it runs.
struct RunningContainer: ~Copyable {
    let pid: Int32
    let process: ProcessDescriptor
    var streams: ContainerStreams
    /// Given up when the container has ended.
    var cgroup: Cgroup?
    let startedAt: Timestamp
}
