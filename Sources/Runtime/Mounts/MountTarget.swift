import OCI

/// Where in the container a mount goes, and by which rule the path is walked.
struct MountTarget: Hashable, Sendable {
    /// Absolute, inside the container.
    let path: String
    /// No symbolic link may be on the way: whatever is protected later by the
    /// same path must be what was mounted (procfs, sysfs).
    var isDirect = false
    /// The path may end in procfs. An image's link there would let a mount hide
    /// what the kernel says of a process, such as its security attributes
    /// (CVE-2019-16884, CVE-2025-31133).
    var isInsideProc = false

    init(_ path: String) {
        self.path = path
    }

    /// Reads a mount's destination. A relative one starts at the root, as
    /// engines of former versions of the specification wrote it.
    init(_ destination: String, field: String) throws(RuntimeError) {
        let components = Self.components(destination)
        guard !destination.isEmpty, !components.isEmpty else {
            throw .invalid(
                field: "\(field).destination",
                reason: destination.isEmpty ? "is required" : "\"\(destination)\" is the container's root itself")
        }
        path = destination.hasPrefix("/") ? destination : "/" + destination
        isInsideProc = components.first == "proc"
        guard !isInsideProc || components.count == 1 || Self.isStandIn(components.joined(separator: "/")) else {
            throw .invalid(
                field: "\(field).destination",
                reason: "\"\(destination)\" is inside /proc, where only stand-ins such as /proc/meminfo may be mounted")
        }
    }

    /// An entry of the directory that is mounted here.
    func appending(_ name: String) -> MountTarget { MountTarget("\(path)/\(name)") }

    /// /proc as a whole.
    var isProc: Bool { Self.components(path) == ["proc"] }
    /// /dev as a whole.
    var isDevices: Bool { Self.components(path) == ["dev"] }

    /// The components that are left when `.` and `..` are taken by their letters.
    private static func components(_ path: String) -> [Substring] {
        path.split(separator: "/").reduce(into: []) { components, component in
            if component == ".." {
                _ = components.popLast()
            } else if component != "." {
                components.append(component)
            }
        }
    }

    /// The files that lxcfs and its like give in place of the kernel's: runc's list.
    private static func isStandIn(_ path: String) -> Bool {
        let names = [
            "cpuinfo", "diskstats", "meminfo", "stat", "swaps", "uptime", "loadavg", "slabinfo", "net/dev",
            "sys/kernel/ns_last_pid", "sys/crypto/fips_enabled",
        ]
        return names.contains { path == "proc/\($0)" }
    }
}
