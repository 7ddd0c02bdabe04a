import LinuxSystem
import OCI

extension LaunchPlan {
    /// The process moves itself into its class of service, as into a v1 cgroup:
    /// to the kernel 0 is the writer.
    /// - Parameter tasks: of the group that was made for the container.
    mutating func joinResourceControl(
        _ linux: RuntimeSpec.Linux, tasks: consuming Descriptor?
    ) throws(RuntimeError) {
        guard linux.intelRdt != nil else { return }
        guard let tasks else { throw ResourceControlGroup.noFilesystem }
        append(.joinCgroup(descriptor: hold(tasks)))
    }
}
