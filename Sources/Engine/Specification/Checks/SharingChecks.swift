extension ContainerSettings {
    /// Docker's rules for namespaces that aren't the container's own.
    func checkSharing() throws(EngineError) {
        let modes = [
            ("--pid", sharing.pid), ("--ipc", sharing.ipc.namespace), ("--uts", sharing.uts),
            ("--cgroupns", sharing.cgroup), ("--network", network.namespace),
        ]
        // The mounts in the container belong to its user namespace, and what they show to another one.
        if userNamespace == .auto, let shared = modes.first(where: { $0.1 != .private }) {
            throw EngineError(
                .conflict,
                "a container with a user namespace of its own can't use \(shared.0) \(shared.1.rawValue): use --userns host"
            )
        }
    }

    /// Options that contradict each other, before defaults hide that they were given.
    static func checkHostname(_ options: RunOptions) throws(EngineError) {
        if options.network.container != nil, options.names != NameOptions() {
            let what = options.names.hosts.isEmpty ? "dns" : "custom host-to-IP mapping"
            throw EngineError(
                .conflict, "conflicting options: \(what) and the network mode \(options.network.rawValue)")
        }
        guard options.hostname != nil else { return }
        if options.sharing.uts != .private {
            throw EngineError(
                .conflict, "conflicting options: hostname and the UTS mode \(options.sharing.uts.rawValue)")
        }
        if options.network.container != nil {
            throw EngineError(
                .conflict, "conflicting options: hostname and the network mode \(options.network.rawValue)")
        }
    }

    /// The container's name for itself: that of the host, where it has the
    /// host's network or names.
    static func hostname(_ options: RunOptions, id: ContainerID, host: HostFacts) throws(EngineError) -> String {
        try checkHostname(options)
        let isHosts = options.network == .host || options.sharing.uts == .host
        return options.hostname ?? (isHosts ? host.hostname : id.short)
    }

    /// A parameter of a namespace that is the host's would change the host.
    func check(sysctl key: String, in mode: NamespaceMode, _ namespace: String) throws(EngineError) {
        guard mode == .host else { return }
        throw EngineError(
            .conflict, "sysctl \"\(key)\" can't be set with the host's \(namespace): it would change the host")
    }
}
