import Cgroups
import OCI

extension RuntimeSpec {
    /// The host's user whom the container's group is to belong to
    /// (config-linux.md, "Cgroup ownership"): the first process's, when it has
    /// a cgroup namespace of its own and its groups to write in. `nil`: the group stays root's.
    var cgroupOwner: UInt32? {
        let namespaces = linux?.namespaces ?? []
        guard let process, namespaces.contains(where: { $0.type == .cgroup && ($0.path ?? "").isEmpty }),
            (mounts ?? []).contains(where: { $0.isWritableCgroup })
        else { return nil }
        let createsUser = namespaces.contains { $0.type == .user }
        let owner =
            createsUser
            ? IdentityMaps.hostID(of: process.user.userID, by: linux?.userIDMappings ?? []) : process.user.userID
        return owner == 0 ? nil : owner
    }
}

extension RuntimeSpec.Mount {
    fileprivate var isWritableCgroup: Bool {
        (type == "cgroup" || type == "cgroup2") && destination == "/sys/fs/cgroup" && options?.contains("ro") != true
    }
}
