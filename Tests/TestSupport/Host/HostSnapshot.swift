import Glibc

/// Everything of the host that a container could leave something in. Two
/// snapshots of an undisturbed host are equal.
public struct HostSnapshot: Sendable {
    /// What was looked at, by the kind of thing, as lines of text.
    private let facts: [String: [String]]

    /// Looks at the host and at the state directory of this `skiff`.
    public init(of skiff: Skiff) throws {
        facts = [
            "mount": try Self.mounts(),
            "cgroup": Self.cgroups(),
            "link": HostFile.names(in: "/sys/class/net"),
            "process": Self.processes(of: skiff.root),
            "descriptor of the tests": Self.ownDescriptors(),
            "entry of the state directory": Self.entries(of: skiff.root),
            "row of the database": try Self.rows(of: skiff),
        ]
    }

    /// What differs between an earlier look and this one, a line for each
    /// thing: `+ mount …` is new, `- mount …` is gone.
    public func differences(since earlier: HostSnapshot) -> [String] {
        facts.keys.sorted().flatMap { kind in
            let change = (facts[kind] ?? []).difference(from: earlier.facts[kind] ?? [])
            return change.map {
                switch $0 {
                case .insert(_, let line, _): "+ \(kind) \(line)"
                case .remove(_, let line, _): "- \(kind) \(line)"
                }
            }
        }
    }

    /// The same, once nothing differs or five seconds have passed: what ends in
    /// the background takes its time.
    public static func lastingDifferences(of skiff: Skiff, since earlier: HostSnapshot) throws -> [String] {
        var differences = [String]()
        _ = try eventually {
            differences = try HostSnapshot(of: skiff).differences(since: earlier)
            return differences.isEmpty
        }
        return differences
    }

    private static func mounts() throws -> [String] {
        try HostFile.text("/proc/self/mountinfo").split(separator: "\n").map(String.init)
    }

    /// Groups of containers on every hierarchy: `/sys/fs/cgroup/memory/skiff-…`.
    private static func cgroups() -> [String] {
        let top = "/sys/fs/cgroup"
        let hierarchies = [top] + HostFile.names(in: top).map { "\(top)/\($0)" }
        return hierarchies.flatMap { hierarchy in
            HostFile.names(in: hierarchy).filter { isContainerGroup($0) }.map { "\(hierarchy)/\($0)" }
        }
    }

    /// `skiff-` and an id; other tests at the same time use other names.
    private static func isContainerGroup(_ name: String) -> Bool {
        name.hasPrefix("skiff-") && name.utf8.count == "skiff-".utf8.count + 64
    }

    /// Processes whose command line names the state directory: supervisors.
    private static func processes(of root: String) -> [String] {
        HostFile.names(in: "/proc").compactMap { pid in
            // Not a process, or one that has just ended.
            guard Int32(pid) != nil, let line = try? HostFile.text("/proc/\(pid)/cmdline"), line.contains(root)
            else { return nil }
            return "\(pid) \(line.replacing("\0", with: " "))"
        }
    }

    /// What this process has open of files: not how many at once, which varies
    /// with what else it does, but which.
    private static func ownDescriptors() -> [String] {
        HostFile.names(in: "/proc/self/fd").compactMap { HostFile.linkTarget("/proc/self/fd/\($0)") }
            .filter { $0.contains("skiff") || $0.contains("pidfd") || $0.contains("ptmx") }.sorted()
    }

    /// Down to the contents of each container, not of each layer.
    private static func entries(of root: String) -> [String] {
        HostFile.names(in: root).flatMap { name in
            [name]
                + HostFile.names(in: "\(root)/\(name)").flatMap { inner in
                    ["\(name)/\(inner)"]
                        + HostFile.names(in: "\(root)/\(name)/\(inner)").map { "\(name)/\(inner)/\($0)" }
                }
        }
    }

    private static func rows(of skiff: Skiff) throws -> [String] {
        try skiff.run("ps", "--all", "--no-trunc", "--format", "json").succeeded().lines.sorted()
            + skiff.run("images", "--all", "--no-trunc", "--format", "json").succeeded().lines.sorted()
    }
}
