import CommandLine
import Engine

/// What the container sees of files and of the host.
extension RunCommand.Options {
    static var files: FlagGroup<Self> {
        FlagGroup(
            "Files",
            [
                Flag(
                    "volume", short: "v", value: "HOST:PATH[:OPT]...",
                    "Mount a path of the host; OPT is ro or a propagation such as rslave"
                ) { $0.run.mounts.append(try MountOption(volume: $1)) },
                Flag(
                    "mount", value: "FIELDS...",
                    "Mount as type=bind,source=HOST,target=PATH[,readonly] or type=tmpfs,target=PATH[,tmpfs-size=SIZE]"
                ) { $0.run.mounts.append(try MountOption(mount: $1)) },
                Flag("tmpfs", value: "PATH[:OPT]...", "Mount memory, such as /tmp:size=64m") {
                    $0.run.mounts.append(try MountOption(tmpfs: $1))
                },
                Flag(
                    "device", value: "HOST[:PATH[:rwm]]...",
                    "Give a device to read, write and mknod"
                ) { $0.run.devices.append(try DeviceOption(parsing: $1)) },
                Flag("read-only", "Mount the container's root read-only") { $0.run.readOnlyRoot = $1 },
                Flag("shm-size", value: "SIZE", "Set the size of /dev/shm (default: 64m)") {
                    $0.run.sharedMemorySize = try ResourceOptions.bytes(parsing: $1)
                },
            ])
    }

    static var isolation: FlagGroup<Self> {
        FlagGroup(
            "Isolation",
            [
                Flag("network", value: "MODE", "Use the network none or host (default: none)") {
                    $0.run.network = try NetworkMode(parsing: $1)
                }.alias("net"),
                Flag("userns", value: "MODE", "Use the host's user ids, or auto for own ones (default: host)") {
                    $0.run.userNamespace = try UserNamespaceMode(parsing: $1)
                },
                Flag("cap-add", value: "CAP...", "Add a capability such as NET_ADMIN, or ALL") {
                    $0.run.addedCapabilities.append($1)
                },
                Flag("cap-drop", value: "CAP...", "Drop a capability, or ALL") {
                    $0.run.droppedCapabilities.append($1)
                },
                Flag("privileged", "Lift nearly all isolation from the host") {
                    $0.run.privileged = $1
                },
                Flag(
                    "security-opt", value: "OPT...",
                    "Set no-new-privileges, seccomp=FILE or seccomp=unconfined"
                ) { try $0.run.addSecurityOption($1) },
                Flag("sysctl", value: "NAME=VALUE...", "Set a kernel parameter of its namespaces") {
                    let parameter = try KeyValue(parsing: $1)
                    $0.run.sysctls[parameter.key] = parameter.value
                },
            ])
    }
}
