import OCI

extension ContainerSettings {
    func checkMountTargets() throws(EngineError) {
        var targets = Set<String>()
        if initProcess { targets.insert(RuntimeSpec.initTarget) }
        for mount in mounts {
            guard mount.target != "/" else {
                throw EngineError(.invalid, "mount target must not be \"/\": the image's root is there")
            }
            guard targets.insert(mount.target).inserted else {
                throw EngineError(.invalid, "duplicate mount target \"\(mount.target)\": mount one thing there")
            }
        }
    }

    /// Files of procfs that tell about the machine, over which others may be
    /// mounted without a danger (lxcfs does).
    private static let replaceableProcFiles: Set<String> = [
        "/proc/cpuinfo", "/proc/diskstats", "/proc/loadavg", "/proc/meminfo", "/proc/net/dev", "/proc/slabinfo",
        "/proc/stat", "/proc/swaps", "/proc/sys/crypto/fips_enabled", "/proc/sys/kernel/ns_last_pid", "/proc/uptime",
    ]

    /// The runtime itself writes into /proc, and must find procfs there
    /// (CVE-2019-16884, CVE-2019-19921).
    func checkMountsInProc() throws(EngineError) {
        for mount in mounts where mount.target == "/proc" || mount.target.hasPrefix("/proc/") {
            if Self.replaceableProcFiles.contains(mount.target) { continue }
            if mount.target == "/proc", case .bind(path: "/proc", _, _, _) = mount.source { continue }
            throw EngineError(.invalid, "mount target \"\(mount.target)\" is inside /proc: choose another")
        }
    }

    func checkDevices() throws(EngineError) {
        for device in devices {
            guard device.containerPath.hasPrefix("/"), device.containerPath.cleanedPath == device.containerPath else {
                throw EngineError(
                    .invalid,
                    "device path \"\(device.containerPath)\" in the container must be absolute, without \"..\"")
            }
            guard !device.permissions.isEmpty, device.permissions.allSatisfy({ "rwm".contains($0) }) else {
                throw EngineError(
                    .invalid,
                    "invalid permissions \"\(device.permissions)\" of device \"\(device.hostPath)\": use r, w and m")
            }
        }
    }
}
