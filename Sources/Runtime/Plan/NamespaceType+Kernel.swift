import Glibc
import OCI

extension RuntimeSpec.NamespaceType {
    /// The kernel's CLONE_NEW* flag.
    var flag: UInt64 {
        switch self {
        case .pid: NamespaceNames.pid
        case .network: NamespaceNames.network
        case .mount: NamespaceNames.mount
        case .ipc: NamespaceNames.ipc
        case .uts: NamespaceNames.uts
        case .user: NamespaceNames.user
        case .cgroup: NamespaceNames.cgroup
        case .time: NamespaceNames.time
        }
    }

    /// Its name in /proc/PID/ns (namespaces(7)).
    var fileName: String {
        switch self {
        case .network: "net"
        case .mount: "mnt"
        default: rawValue
        }
    }
}

extension NamespacePlan {
    /// The kinds of namespaces to enter for another process of a running
    /// container, as CLONE_NEW* flags: those that it names, but not a user
    /// namespace that is this process's own, which the kernel refuses (setns(2)).
    /// - Parameter pid: the container's first process.
    static func types(of namespaces: [RuntimeSpec.Namespace], enteredBy pid: pid_t) -> UInt64 {
        var types: UInt64 = 0
        for namespace in namespaces where namespace.type != .user || !isOwnUser(of: pid) {
            types |= namespace.type.flag
        }
        return types
    }

    private static func isOwnUser(of pid: pid_t) -> Bool {
        var own = stat()
        var other = stat()
        guard stat("/proc/self/ns/user", &own) == 0, stat("/proc/\(pid)/ns/user", &other) == 0 else { return false }
        return own.st_ino == other.st_ino
    }
}
