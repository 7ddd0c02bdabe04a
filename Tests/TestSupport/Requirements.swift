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

    /// The kernel's overlay file system.
    public static var requiresOverlay: Self {
        .enabled(if: Host.supports(filesystem: "overlay"), "needs overlayfs in the kernel")
    }

    /// Layers mapped for `--userns auto` (Linux 5.19).
    public static var requiresMappedOverlay: Self {
        .enabled(if: Host.isKernel(atLeast: 5, 19), "needs user namespaces with id-mapped layers, which Linux 5.19 has")
    }
}

/// What the tests know of the machine they run on.
public enum Host {
    /// `nil`, so that suites are skipped, where there are no cgroups at all.
    public static let hierarchies = try? Hierarchies.detect()

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
