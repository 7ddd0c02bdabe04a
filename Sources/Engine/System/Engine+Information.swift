import Cgroups
import Glibc
import Images
import LinuxSystem
import StateStore

extension Engine {
    /// What this engine and its host are.
    /// - Parameter version: of the program.
    public func information(version: String) throws -> SystemInformation {
        var query = ContainerQuery()
        query.all = true
        query.wantsRecords = false
        let containers = try list(query).map(\.status)
        let running = containers.count { $0.isRunning && $0.name != "paused" }
        let paused = containers.count { $0.name == "paused" }
        let host = try HostFacts.current()
        let distribution = Distribution.current()
        let hierarchies = try Hierarchies.detect()
        let has = { (controller: Controller) in hierarchies.version(of: controller) != nil }
        let hasSwapLimit = Self.hasSwapLimit(hierarchies)
        let runtime = try RuntimeProgram.find().path
        return SystemInformation(
            Containers: containers.count, ContainersRunning: running, ContainersPaused: paused,
            ContainersStopped: containers.count - running - paused, Images: try images.list().count, Driver: "overlay2",
            DriverStatus: [["Backing Filesystem", try backingFilesystem()]],
            Plugins: .init(
                Volume: ["local"], Network: NetworkDriver.allCases.map(\.rawValue).sorted(), Log: ["json-file"]),
            MemoryLimit: has(.memory), SwapLimit: hasSwapLimit, CpuCfsPeriod: has(.cpu), CpuCfsQuota: has(.cpu),
            CPUShares: has(.cpu), CPUSet: has(.cpuset), PidsLimit: has(.pids), SystemTime: Timestamp.now().description,
            LoggingDriver: "json-file", CgroupDriver: "cgroupfs",
            CgroupVersion: hierarchies.version(of: .memory) == .v1 ? "1" : "2", KernelVersion: host.release,
            OperatingSystem: distribution.name, OSVersion: distribution.version, OSType: "linux",
            Architecture: host.machine, NCPU: host.processorCount, MemTotal: HostFacts.memory,
            DockerRootDir: state.path, Name: host.hostname, ServerVersion: version,
            Runtimes: ["skiff-runtime": .init(path: runtime)], DefaultRuntime: "skiff-runtime",
            LiveRestoreEnabled: true, InitBinary: "skiff-runtime",
            SecurityOptions: ["name=seccomp,profile=builtin", "name=cgroupns"],
            Warnings: Self.warnings(hierarchies, hasSwapLimit: hasSwapLimit))
    }

    /// Which limits this host can't keep.
    private static func warnings(_ hierarchies: Hierarchies, hasSwapLimit: Bool) -> [String] {
        let limits: [(Controller, String)] = [
            (.memory, "memory limit"), (.cpu, "cpu limit or cpu shares"), (.cpuset, "cpuset"), (.pids, "pids limit"),
            (.io, "blkio weight or throttling"),
        ]
        let missing = limits.filter { hierarchies.version(of: $0.0) == nil }.map(\.1)
        return (missing + (hasSwapLimit || missing.first == "memory limit" ? [] : ["swap limit"]))
            .map { "WARNING: No \($0) support" }
    }

    /// v1 counts swap only when the kernel was told to (`swapaccount=1`); v2 always does.
    private static func hasSwapLimit(_ hierarchies: Hierarchies) -> Bool {
        guard hierarchies.version(of: .memory) == .v1 else { return hierarchies.version(of: .memory) != nil }
        return hierarchies.legacy.contains {
            access("\($0.mountPoint)/memory.memsw.limit_in_bytes", F_OK) == 0
        }
    }

    /// The kind of file system that holds the state, by Docker's names (statfs(2)).
    private func backingFilesystem() throws(SystemError) -> String {
        switch try state.directory.filesystemType(name: state.path) {
        case 0xef53: "extfs"
        case 0x5846_5342: "xfs"
        case 0x9123_683e: "btrfs"
        case 0x0102_1994: "tmpfs"
        case 0x794c_7630: "overlayfs"
        case 0x2fc1_2fc1: "zfs"
        case 0xf2f5_2010: "f2fs"
        case let number: "0x" + String(number, radix: 16)
        }
    }
}

extension HostFacts {
    /// The host's memory in bytes (sysconf(3)).
    public static var memory: UInt64 {
        UInt64(max(0, sysconf(Int32(_SC_PHYS_PAGES)))) * UInt64(max(0, sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The kernel's whole version: `6.1.0-13-amd64` (uname(2)).
    var release: String {
        var names = utsname()
        uname(&names)
        return withUnsafeBytes(of: &names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The kernel's name of the processor: `x86_64`.
    var machine: String {
        var names = utsname()
        uname(&names)
        return withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// What the host's system calls itself (os-release(5)).
private struct Distribution {
    var name = "Linux"
    var version = ""

    static func current() -> Distribution {
        var distribution = Distribution()
        // Without the file it is some Linux.
        guard let text = try? Descriptor.open("/etc/os-release", [.readOnly]).readToEnd(limit: 1 << 16) else {
            return distribution
        }
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = String(parts[1].filter { $0 != "\"" && $0 != "'" })
            switch parts[0] {
            case "PRETTY_NAME": distribution.name = value
            case "VERSION_ID": distribution.version = value
            default: break
            }
        }
        return distribution
    }
}
