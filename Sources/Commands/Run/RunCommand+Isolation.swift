import CommandLine
import Engine

/// What the container sees of files and of the host.
extension RunCommand.Options {
    var files: FlagGroup {
        FlagGroup(
            "Files",
            [
                Flag(
                    "volume", short: "v", value: "[SOURCE:]PATH[:OPT]...",
                    "Mount a volume by its name, or a path of the host; OPT is ro, nocopy, idmap or a propagation such "
                        + "as rslave"
                ) { self.run.mounts.append(try MountOption(volume: $0)) },
                Flag(
                    "mount", value: "FIELDS...",
                    "Mount as type=volume,source=NAME,target=PATH[,readonly], type=bind,source=HOST,target=PATH or "
                        + "type=tmpfs,target=PATH[,tmpfs-size=SIZE]"
                ) { self.run.mounts.append(try MountOption(mount: $0)) },
                Flag("volumes-from", value: "CONTAINER[:ro]...", "Mount the volumes and binds of another container") {
                    self.run.volumesFrom.append(try VolumesFromOption(parsing: $0))
                },
                Flag("tmpfs", value: "PATH[:OPT]...", "Mount an empty file system in memory, such as /tmp:size=64m") {
                    self.run.mounts.append(try MountOption(tmpfs: $0))
                },
                Flag(
                    "device", value: "HOST[:PATH[:rwm]]...",
                    "Give a device of the host; rwm: to read, write, make nodes of"
                ) { self.run.devices.append(try DeviceOption(parsing: $0)) },
                Flag("read-only", "Mount the container's root read-only") { self.run.readOnlyRoot = $0 },
                Flag("shm-size", value: "SIZE", "Set the size of /dev/shm (default: 64m)") {
                    self.run.sharedMemorySize = try ResourceOptions.bytes(parsing: $0)
                },
            ])
    }

    /// Namespaces and the cgroup, where they are somebody else's.
    private var sharing: [Flag] {
        [
            Flag("pid", value: "MODE", "Use the processes of host or container:NAME (default: its own)") {
                self.run.sharing.pid = try NamespaceMode(parsing: $0)
            },
            Flag(
                "ipc", value: "MODE", "Use the IPC private, shareable, none, host or container:NAME (default: private)"
            ) {
                self.run.sharing.ipc = try IPCMode(parsing: $0)
            },
            Flag("uts", value: "MODE", "Use the host name of host or container:NAME (default: its own)") {
                self.run.sharing.uts = try NamespaceMode(parsing: $0)
            },
            Flag("cgroupns", value: "MODE", "Use the cgroup namespace host or private (default: private)") {
                self.run.sharing.cgroup = try NamespaceMode(cgroup: $0)
            },
            Flag("cgroup-parent", value: "PATH", "Make the container's cgroup in this one") {
                self.run.sharing.cgroupParent = try SharingOptions.cgroupParent(parsing: $0)
            },
        ]
    }

    var isolation: FlagGroup {
        FlagGroup(
            "Isolation",
            sharing + [
                Flag(
                    "userns", value: "MODE", "Use the host's user ids, or with auto a range of its own (default: host)"
                ) {
                    self.run.userNamespace = try UserNamespaceMode(parsing: $0)
                },
                Flag("cap-add", value: "CAP...", "Add a capability such as NET_ADMIN, or ALL") {
                    self.run.addedCapabilities.append($0)
                },
                Flag("cap-drop", value: "CAP...", "Drop a capability, or ALL") {
                    self.run.droppedCapabilities.append($0)
                },
                Flag("privileged", "Lift nearly all isolation from the host") {
                    self.run.privileged = $0
                },
                Flag(
                    "security-opt", value: "OPT...",
                    "Set no-new-privileges, seccomp=FILE or seccomp=unconfined"
                ) { try self.run.addSecurityOption($0) },
                Flag(
                    "sysctl", value: "NAME=VALUE...",
                    "Set a kernel parameter of the container, such as net.ipv4.ip_forward=1"
                ) {
                    let parameter = try KeyValue(parsing: $0)
                    self.run.sysctls[parameter.key] = parameter.value
                },
            ])
    }
}
