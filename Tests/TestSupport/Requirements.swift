import Cgroups
import Glibc
import LinuxSystem
import Testing

/// What a test needs of the host, and why it is skipped without.
/// `scripts/lib/skips.allow` says which of the reasons CI forgives.
extension Trait where Self == ConditionTrait {
    public static var requiresRoot: Self {
        .enabled(if: geteuid() == 0, "needs root: containers are made of what only root may change")
    }

    /// Controllers that sit on v1 hierarchies.
    public static var requiresCgroupV1: Self {
        .enabled(if: !(Host.hierarchies?.legacy.isEmpty ?? true), "needs controllers on cgroup v1 hierarchies")
    }

    /// The v2 hierarchy mounted, with or without controllers.
    public static var requiresCgroupV2: Self {
        .enabled(if: Host.hierarchies?.unified != nil, "needs a mounted cgroup v2 hierarchy")
    }

    /// The v2 hierarchy with all the controllers: nothing sits on v1.
    public static var requiresPureCgroupV2: Self {
        .enabled(
            if: Host.hierarchies?.unified != nil && Host.hierarchies?.legacy.isEmpty == true,
            "needs every controller on cgroup v2, as on the virtual machine of scripts/test-cgroup2")
    }

    /// The kernel's overlay file system.
    public static var requiresOverlay: Self {
        .enabled(if: Host.supports(filesystem: "overlay"), "needs overlayfs in the kernel")
    }

    /// Layers mapped for `--userns auto`, which are attached nowhere (Linux 6.15).
    public static var requiresMappedOverlay: Self {
        .enabled(if: Host.isKernel(atLeast: 6, 15), "needs user namespaces with id-mapped layers, which Linux 6.15 has")
    }

    /// A tmpfs whose owners can be mapped (Linux 6.3).
    public static var requiresMappedTmpfs: Self {
        .enabled(if: Host.isKernel(atLeast: 6, 3), "needs user namespaces with id-mapped tmpfs, which Linux 6.3 has")
    }

    /// A process that is in a new time namespace from its execve(2) on, not its children alone.
    public static var requiresTimeNamespaceAtExec: Self {
        .enabled(if: Host.isKernel(atLeast: 6, 3), "needs time namespaces that execve(2) enters, which Linux 6.3 has")
    }

    /// A machine on which nothing else runs: the test sets its clock, or worse.
    public static var requiresOwnMachine: Self {
        .enabled(
            if: getenv("SKIFF_OWN_MACHINE") != nil,
            "needs a machine of its own, as the virtual one of scripts/test-cgroup2 is")
    }

    /// The right to raise limits and to lower the score for the out-of-memory killer.
    public static var requiresSysResource: Self {
        .enabled(if: Host.mayRaiseLimits, "needs CAP_SYS_RESOURCE, which the tests were started without")
    }
}

/// What the tests know of the machine they run on.
public enum Host {
    /// `nil`, so that suites are skipped, where there are no cgroups at all.
    public static let hierarchies = try? Hierarchies.detect()

    /// Where the controller's v1 hierarchy is mounted; `nil` when it is on v2.
    public static func legacyMount(of controller: String) -> String? {
        hierarchies?.legacy.first { legacy in legacy.controllers.contains { $0.rawValue == controller } }?.mountPoint
    }

    /// CAP_SYS_RESOURCE (capabilities(7)), which virtual machines for tests may lack.
    static var mayRaiseLimits: Bool {
        let number: UInt64 = 24
        return permittedCapabilities >> number & 1 == 1
    }

    /// What this process may do: bit n is capability n (proc_pid_status(5)).
    public static var permittedCapabilities: UInt64 {
        let lines = (try? HostFile.text("/proc/self/status").split(separator: "\n")) ?? []
        let line = lines.first { $0.hasPrefix("CapPrm:") }
        return line.flatMap { UInt64($0.dropFirst("CapPrm:\t".count), radix: 16) } ?? 0
    }

    /// Whether the kernel's version is this one or later.
    public static func isKernel(atLeast major: Int, _ minor: Int) -> Bool {
        let release = (try? HostFile.text("/proc/sys/kernel/osrelease")) ?? ""
        let numbers = release.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        return !numbers.lexicographicallyPrecedes([major, minor])
    }

    /// Whether the kernel knows the file system, loading its module if that takes one.
    public static func supports(filesystem name: String) -> Bool {
        do {
            _ = try FilesystemContext(type: name)
            return true
        } catch {
            return false
        }
    }
}
