import Glibc
import OCI

extension LaunchPlan {
    /// Refuses ids that the kernel takes for "no change" (setresuid(2)), and
    /// what it would cut off.
    static func check(_ user: RuntimeSpec.User) throws(RuntimeError) {
        try check(user.userID, field: "process.user.uid")
        try check(user.groupID, field: "process.user.gid")
        let groups = user.additionalGroupIDs ?? []
        for (index, group) in groups.enumerated() {
            try check(group, field: "process.user.additionalGids[\(index)]")
        }
        // NGROUPS_MAX of the kernel.
        guard groups.count <= 65536 else {
            throw .invalid(
                field: "process.user.additionalGids", reason: "are \(groups.count), and the kernel takes 65536")
        }
        guard user.umask ?? 0 <= 0o777 else {
            throw .invalid(field: "process.user.umask", reason: "has bits beyond the permissions, 0777")
        }
    }

    private static func check(_ id: UInt32, field: String) throws(RuntimeError) {
        guard id != UInt32.max else {
            throw .invalid(field: field, reason: "\(id) is the kernel's word for no id")
        }
    }
}
