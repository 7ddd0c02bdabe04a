import LinuxSystem

/// The groups that this process is in, one a hierarchy (proc_pid_cgroup(5)):
/// what a relative path starts from.
struct OwnGroup: Hashable, Sendable {
    /// By controller as v1 calls it, by `name=systemd`, and v2's by the empty string.
    private var paths: [String: String] = [:]

    /// Reads /proc/self/cgroup.
    static func read() throws(CgroupError) -> OwnGroup {
        let path = "/proc/self/cgroup"
        let bytes = try translatingErrors { () throws(SystemError) in
            try Descriptor.open(path, .readOnly).readToEnd(limit: 1 << 20, name: path)
        }
        return OwnGroup(text: String(decoding: bytes, as: UTF8.self))
    }

    /// Takes lines such as `4:memory:/user.slice` and `0::/user.slice`.
    init(text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for subsystem in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                paths[String(subsystem)] = String(fields[2])
            }
        }
    }

    /// Where relative paths start in a v1 hierarchy, as a path beneath its
    /// mount point: empty, or starting with a slash.
    func base(in hierarchy: Hierarchies.Legacy) throws(CgroupError) -> String {
        guard let path = hierarchy.subsystems.lazy.compactMap({ paths[$0] }).first else { return "" }
        return try Self.beneath(hierarchy.root, path)
    }

    /// The same for v2. It is the parent of the group this process is in, for
    /// a group with processes cannot give controllers to its children (the
    /// "no internal process" rule of cgroups(7)).
    func unifiedBase() throws(CgroupError) -> String {
        guard let path = paths[""] else { return "" }
        return try Self.beneath("/", String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    }

    /// The path without the root that the mount shows.
    private static func beneath(_ root: String, _ path: String) throws(CgroupError) -> String {
        guard !path.split(separator: "/").contains("..") else {
            throw .invalidPath(
                path,
                reason: "the runtime's own cgroup is outside its cgroup namespace: use a path "
                    + "that starts with /")
        }
        if path == "/" || path == root { return "" }
        if root != "/", path.hasPrefix(root + "/") { return String(path.dropFirst(root.utf8.count)) }
        return path
    }
}
