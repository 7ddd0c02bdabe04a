import Cgroups
import LinuxSystem
import OCI

/// What a mount's plan depends on beside the mount itself.
struct MountContext: Sendable {
    /// The container's groups, for a mount of the type `cgroup`.
    let views: [CgroupView]
    /// The bundle's directory on the host, where relative sources start.
    let bundle: String?
    let linux: RuntimeSpec.Linux

    /// The SELinux context of new file systems, checked to mean something on this host.
    func label() throws(RuntimeError) -> String? {
        guard let label = linux.mountLabel, !label.isEmpty else { return nil }
        let selinux: Bool
        do throws(SystemError) {
            selinux = try Descriptor.open("/sys/fs/selinux", [.pathOnly, .directory]).filesystemType() == 0xf97c_ff8c
        } catch {
            selinux = false
        }
        guard selinux else {
            throw .invalid(field: "linux.mountLabel", reason: "SELinux is not enabled on this host")
        }
        return label
    }

    /// The host's path of a mount's source.
    func hostPath(of source: String) -> String {
        guard !source.hasPrefix("/"), let bundle else { return source }
        return "\(bundle)/\(source)"
    }

    /// A user namespace that is not the owner of the network namespace may not
    /// mount sysfs, which shows the network's devices.
    var mayLackSysfs: Bool {
        guard linux.hasNamespace(.user) else { return false }
        return !(linux.namespaces ?? []).contains { $0.type == .network && ($0.path ?? "").isEmpty }
    }
}

extension RuntimeSpec.Linux {
    /// Whether the container gets, or joins, a namespace of the type.
    func hasNamespace(_ type: RuntimeSpec.NamespaceType) -> Bool {
        (namespaces ?? []).contains { $0.type == type }
    }
}
