/// A kernel parameter, as sysctl(8) names one.
///
/// The first of `.` and `/` in the name is what separates its parts; the other
/// one stands for itself (sysctl.d(5)): `net.ipv4.conf.eth0/1.forwarding` is
/// `net/ipv4/conf/eth0.1/forwarding`.
struct KernelParameter: Hashable, Sendable {
    /// Below /proc/sys.
    let path: String

    /// `nil` for a name that is no path below /proc/sys.
    init?(name: String) {
        let separator = name.first { $0 == "." || $0 == "/" }
        let path =
            separator == "/"
            ? name
            : String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !path.utf8.contains(0) else { return nil }
        self.path = path
    }

    /// The namespace that has a value of its own of the parameter; `nil` when
    /// there is one value for the whole machine.
    var namespace: UInt64? {
        if Self.ipc.contains(path) || path.hasPrefix("fs/mqueue/") { return NamespaceNames.ipc }
        if path.hasPrefix("net/") { return NamespaceNames.network }
        if path == "kernel/domainname" || path == "kernel/hostname" { return NamespaceNames.uts }
        if path.hasPrefix("user/") { return NamespaceNames.user }
        return nil
    }

    /// ipc_namespaces(7).
    private static let ipc: Set = [
        "kernel/msgmax", "kernel/msgmnb", "kernel/msgmni", "kernel/sem", "kernel/shmall", "kernel/shmmax",
        "kernel/shmmni", "kernel/shm_rmid_forced",
    ]
}
