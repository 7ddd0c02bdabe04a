import OCI

extension RuntimeSpec {
    /// A configuration to begin with: a shell on a terminal, in namespaces of
    /// its own, with the mounts that programs expect and few capabilities.
    public static let template = RuntimeSpec(
        version: supportedVersion, process: .template, root: Root(path: "rootfs", readOnly: true), hostname: "skiff",
        mounts: templateMounts, linux: .template)

    /// The same for who is not root: the user becomes root of a user
    /// namespace, in the host's network and without limits.
    /// - Parameters: the caller's ids.
    public static func rootlessTemplate(userID: UInt32, groupID: UInt32) -> RuntimeSpec {
        var spec = template
        spec.linux?.namespaces?.removeAll { $0.type == .network }
        spec.linux?.namespaces?.append(Namespace(type: .user))
        spec.linux?.userIDMappings = [IDMapping(containerID: 0, hostID: userID, size: 1)]
        spec.linux?.groupIDMappings = [IDMapping(containerID: 0, hostID: groupID, size: 1)]
        spec.linux?.resources = nil
        // In the host's network sysfs can't be mounted anew (EPERM); ids beyond the one can't be named.
        spec.mounts = templateMounts.filter { $0.type != "cgroup" }.map { mount in
            var mount = mount
            mount.options?.removeAll { $0.hasPrefix("gid=") }
            if mount.type == "sysfs" {
                mount.type = "none"
                mount.source = "/sys"
                mount.options = ["rbind", "nosuid", "noexec", "nodev", "ro"]
            }
            return mount
        }
        return spec
    }

    private static let templateMounts = [
        Mount(destination: "/proc", type: "proc", source: "proc"),
        Mount(
            destination: "/dev", type: "tmpfs", source: "tmpfs",
            options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        Mount(
            destination: "/dev/pts", type: "devpts", source: "devpts",
            options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
        Mount(
            destination: "/dev/shm", type: "tmpfs", source: "shm",
            options: ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
        Mount(
            destination: "/dev/mqueue", type: "mqueue", source: "mqueue", options: ["nosuid", "noexec", "nodev"]),
        Mount(destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"]),
        Mount(
            destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup",
            options: ["nosuid", "noexec", "nodev", "relatime", "ro"]),
    ]
}

extension RuntimeSpec.Process {
    fileprivate static let template: RuntimeSpec.Process = {
        let capabilities = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"]
        return RuntimeSpec.Process(
            terminal: true, user: RuntimeSpec.User(userID: 0, groupID: 0), arguments: ["sh"],
            environment: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"],
            workingDirectory: "/",
            capabilities: RuntimeSpec.CapabilitySets(
                bounding: capabilities, effective: capabilities, permitted: capabilities),
            resourceLimits: [RuntimeSpec.ResourceLimit(type: "RLIMIT_NOFILE", hard: 1024, soft: 1024)],
            noNewPrivileges: true)
    }()
}

extension RuntimeSpec.Linux {
    fileprivate static let template = RuntimeSpec.Linux(
        namespaces: [.pid, .network, .ipc, .uts, .mount, .cgroup].map { RuntimeSpec.Namespace(type: $0) },
        resources: RuntimeSpec.Resources(devices: [RuntimeSpec.DeviceRule(allow: false, access: "rwm")]),
        maskedPaths: [
            "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
            "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware", "/proc/scsi",
        ],
        readOnlyPaths: ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"])
}
