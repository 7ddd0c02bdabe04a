import Glibc
import LinuxSystem

extension Cgroup {
    /// v2: lets a user make groups beneath this one and move processes among
    /// them (cgroup-v2.rst, "Delegation"). Limits of the group itself stay the
    /// host's. On v1 nothing is done: there, a user who may make groups may lift limits.
    public func delegate(to user: UInt32) throws(CgroupError) {
        guard let unified else { return }
        for file in [""] + Self.delegatedFiles() {
            // Which files there are depends on the controllers.
            guard chown("\(unified.location)/\(file)", user, gid_t.max) != 0, errno != ENOENT else { continue }
            throw .system(SystemError("change the owner of", "\(unified.location)/\(file)", errno: errno))
        }
    }

    /// What the kernel says may be given away, else what it was before it said so (Linux 4.15).
    private static func delegatedFiles() -> [String] {
        // Absence is answered by the list.
        guard
            let bytes = try? Descriptor.open("/sys/kernel/cgroup/delegate", .readOnly).readToEnd(limit: 1 << 16)
        else { return ["cgroup.procs", "cgroup.subtree_control", "cgroup.threads"] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.contains("/") }
    }
}
