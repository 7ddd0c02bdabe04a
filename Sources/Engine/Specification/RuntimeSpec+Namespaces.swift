import OCI

extension RuntimeSpec {
    /// One of each kind for the container alone, but for those that are another
    /// container's, and the host's, which a specification leaves out.
    static func namespaces(_ settings: ContainerSettings, joined: [Namespace]) -> [Namespace] {
        var namespaces = [Namespace(type: .mount)]
        let modes: [(NamespaceType, NamespaceMode)] = [
            (.uts, settings.sharing.uts), (.pid, settings.sharing.pid), (.ipc, settings.sharing.ipc.namespace),
            (.cgroup, settings.sharing.cgroup), (.network, settings.network.namespace),
        ]
        for (type, mode) in modes {
            switch mode {
            case .private: namespaces.append(Namespace(type: type))
            case .host: break
            case .container: namespaces += joined.filter { $0.type == type }
            }
        }
        if settings.userNamespace == .auto { namespaces.append(Namespace(type: .user)) }
        return namespaces
    }

    /// The default mounts, with the host's in the place of those that belong to
    /// a namespace of the host's.
    static func sharedMounts(_ sharing: SharingOptions, _ mounts: [Mount]) -> [Mount] {
        let memory = "/dev/shm"
        switch sharing.ipc {
        case .none: return mounts.filter { $0.destination != memory }
        case .host:
            // Message queues are the namespace's by themselves (mq_overview(7)).
            return mounts.map { mount in
                guard mount.destination == memory else { return mount }
                return Mount(
                    destination: memory, type: "bind", source: memory,
                    options: ["bind", "rprivate", "nosuid", "noexec", "nodev"])
            }
        case .private, .shareable, .container: return mounts
        }
    }
}
