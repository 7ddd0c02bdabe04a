extension ContainerSettings {
    /// Kernel parameters of an IPC namespace (ipc_namespaces(7)).
    private static let ipcParameters: Set<String> = [
        "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shm_rmid_forced", "kernel.shmall",
        "kernel.shmmax", "kernel.shmmni",
    ]

    /// Only what belongs to one of the container's own namespaces may be set:
    /// anything else would change the host.
    func checkSysctls() throws(EngineError) {
        for key in sysctls.keys.sorted() {
            let name = try Self.canonicalSysctl(key)
            if Self.ipcParameters.contains(name) || name.hasPrefix("fs.mqueue.") {
                try check(sysctl: key, in: sharing.ipc.namespace, "IPC namespace")
                continue
            }
            if name == "kernel.domainname" {
                try check(sysctl: key, in: sharing.uts, "UTS namespace")
                continue
            }
            if name == "kernel.hostname" {
                throw EngineError(.invalid, "sysctl \"\(key)\" would override the hostname: use --hostname")
            }
            guard name.hasPrefix("net.") else {
                throw EngineError(
                    .invalid, "sysctl \"\(key)\" is not in a namespace: it would change the host, so set it there")
            }
            guard network != .host else {
                throw EngineError(
                    .conflict, "sysctl \"\(key)\" can't be set with the host's network: it would change the host")
            }
        }
    }

    /// The name with dots: sysctl(8) takes `net.ipv4.ip_forward` and
    /// `net/ipv4/ip_forward` alike. In the second form a component may contain
    /// dots, as names of links do, but must not walk out of /proc/sys.
    private static func canonicalSysctl(_ key: String) throws(EngineError) -> String {
        let separator = key.first { $0 == "." || $0 == "/" } ?? "."
        let components = key.split(separator: separator, omittingEmptySubsequences: false)
        let isPlain = components.allSatisfy { component in
            !component.isEmpty && component != "." && component != ".." && !component.contains("/")
        }
        guard components.count >= 2, isPlain else {
            throw EngineError(.invalid, "invalid sysctl \"\(key)\": write it as net.ipv4.ip_forward")
        }
        return components.joined(separator: ".")
    }
}
