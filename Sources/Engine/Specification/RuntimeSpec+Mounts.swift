import OCI

extension RuntimeSpec {
    /// Where the reaping init of `--init` is mounted.
    static let initTarget = "/sbin/skiff-init"

    /// Docker's default mounts, then the user's, then the init. A mount of the
    /// user's takes the place of the default one at its target, and of those
    /// beneath it.
    static func mounts(
        _ settings: ContainerSettings, nameFiles: [NameFileMount] = [], initProgram: String
    ) -> [Mount] {
        let isReplaced: (Mount) -> Bool = { mount in
            settings.mounts.contains { mount.destination == $0.target || mount.destination.hasPrefix($0.target + "/") }
        }
        var mounts =
            (sharedMounts(settings.sharing, defaultMounts(settings)) + nameFiles.map(nameFile)).filter {
                !isReplaced($0)
            }
            + settings.mounts.map { Mount($0, mapsOwners: settings.userNamespace == .auto) }
        if settings.initProcess {
            mounts.append(Mount(destination: initTarget, type: "bind", source: initProgram, options: ["bind", "ro"]))
        }
        return mounts
    }

    private static func nameFile(_ file: NameFileMount) -> Mount {
        Mount(
            destination: file.target, type: "bind", source: file.source,
            options: ["bind", "rprivate", file.isReadOnly ? "ro" : "rw"])
    }

    private static func defaultMounts(_ settings: ContainerSettings) -> [Mount] {
        let kernelAccess = settings.privileged && !settings.readOnlyRoot ? "rw" : "ro"
        let plain = ["nosuid", "noexec", "nodev"]
        return [
            Mount(destination: "/proc", type: "proc", source: "proc", options: plain),
            Mount(
                destination: "/dev", type: "tmpfs", source: "tmpfs",
                options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
            Mount(
                destination: "/dev/pts", type: "devpts", source: "devpts",
                options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
            Mount(destination: "/sys", type: "sysfs", source: "sysfs", options: plain + [kernelAccess]),
            Mount(destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: plain + [kernelAccess]),
            Mount(destination: "/dev/mqueue", type: "mqueue", source: "mqueue", options: plain),
            Mount(
                destination: "/dev/shm", type: "tmpfs", source: "shm",
                options: plain + ["mode=1777", "size=\(settings.sharedMemorySize)"]),
        ]
    }

    /// A mount that is to propagate needs a root that lets it through
    /// (mount_namespaces(7)); `nil` leaves the runtime's default.
    static func rootPropagation(_ mounts: [MountOption]) -> String? {
        let asked = mounts.map(\.propagation)
        if asked.contains("shared") || asked.contains("rshared") { return "shared" }
        if asked.contains("slave") || asked.contains("rslave") { return "slave" }
        return nil
    }
}

extension RuntimeSpec.Mount {
    /// The options are applied in their order: a later `exec` undoes `noexec`.
    /// - Parameter mapsOwners: the container has user ids of its own.
    fileprivate init(_ mount: MountOption, mapsOwners: Bool) {
        var options: [String]
        switch mount.source {
        case .bind(let path, _, _, let recursive):
            let propagation = mount.propagation ?? "rprivate"
            options = [recursive ? "rbind" : "bind", propagation]
            if mount.readOnly {
                options.append("ro")
                // Mounts beneath become read-only too, unless they are somebody else's as well.
                if recursive, propagation == "rprivate" || propagation == "private" { options.append("rro") }
            }
            if mount.keepsOwners, mapsOwners { options.append(recursive ? "ridmap" : "idmap") }
            if let subpath = mount.subpath { options.append("X-mount.subdir=\(subpath)") }
            self.init(destination: mount.target, type: "bind", source: path, options: options)
        case .tmpfs(let size, let mode, let extra):
            options = ["nosuid", "nodev", "noexec"] + extra
            if let size { options.append("size=\(size)") }
            if let mode { options.append("mode=" + String(mode, radix: 8)) }
            if mount.readOnly { options.append("ro") }
            self.init(destination: mount.target, type: "tmpfs", source: "tmpfs", options: options)
        case .volume(let volume):
            // `Engine.resolvingVolumes` has put its place here; whoever only looks at settings sees its name.
            self.init(
                destination: mount.target, type: "volume", source: volume.name, options: mount.readOnly ? ["ro"] : [])
        }
    }
}

extension MountOption {
    /// The propagation asked for a bind mount.
    fileprivate var propagation: String? {
        if case .bind(_, _, let propagation, _) = source { propagation } else { nil }
    }
}
