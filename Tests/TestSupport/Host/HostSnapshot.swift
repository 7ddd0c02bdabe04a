/// Everything of the host that a container could leave something in. Two
/// snapshots of an undisturbed host are equal.
public struct HostSnapshot: Sendable {
    /// What was looked at, by the kind of thing, as lines of text.
    private let facts: [String: [String]]

    /// Looks at the host and at the state directory of this `skiff`.
    public init(of skiff: Skiff) throws {
        facts = [
            "mount": try Self.mounts(),
            "cgroup": Self.cgroups(of: skiff.root),
            "link": HostFile.names(in: "/sys/class/net"),
            "process": Self.processes(of: skiff.root),
            "entry of the state directory": Self.entries(of: skiff.root),
            "row of the database": try Self.rows(of: skiff),
        ]
    }

    /// What differs between an earlier look and this one, a line for each
    /// thing: `+ mount …` is new, `- mount …` is gone. A process or a cgroup
    /// that is gone is no difference: it was on its way out, or somebody else's.
    public func differences(since earlier: HostSnapshot) -> [String] {
        facts.keys.sorted().flatMap { kind in
            let change = (facts[kind] ?? []).difference(from: earlier.facts[kind] ?? [])
            return change.compactMap {
                switch $0 {
                case .insert(_, let line, _): "+ \(kind) \(line)"
                case .remove(_, let line, _): ["cgroup", "process"].contains(kind) ? nil : "- \(kind) \(line)"
                }
            }
        }
    }

    private static func mounts() throws -> [String] {
        try HostFile.text("/proc/self/mountinfo").split(separator: "\n").map(String.init)
    }

    /// Groups of containers on every hierarchy, `/sys/fs/cgroup/memory/skiff-…`,
    /// but for those whose processes belong to another state directory: other
    /// tests may run at the same time.
    private static func cgroups(of root: String) -> [String] {
        let top = "/sys/fs/cgroup"
        let hierarchies = [top] + HostFile.names(in: top).map { "\(top)/\($0)" }
        return hierarchies.flatMap { hierarchy in
            HostFile.names(in: hierarchy).filter { isContainerGroup($0) }.map { "\(hierarchy)/\($0)" }
        }.filter { isOwn($0, root) }
    }

    /// `skiff-` and an id.
    private static func isContainerGroup(_ name: String) -> Bool {
        name.hasPrefix("skiff-") && name.utf8.count == "skiff-".utf8.count + 64
    }

    /// Whether the group's first process is one of this state directory's, or nobody's.
    private static func isOwn(_ group: String, _ root: String) -> Bool {
        // A group that has just gone has none.
        let processes = (try? HostFile.text("\(group)/cgroup.procs"))?.split(separator: "\n") ?? []
        guard let owner = processes.compactMap({ Int32($0) }).compactMap({ HostProcess($0).stateDirectory }).first
        else { return true }
        return owner == root
    }

    /// Supervisors, and whatever else was started with this state directory.
    private static func processes(of root: String) -> [String] {
        HostProcess.all.filter { $0.stateDirectory == root }.compactMap { process in
            let words = process.words
            return words.isEmpty ? nil : "\(process.id) \(words.joined(separator: " "))"
        }
    }

    /// Down to the contents of each container, not of each layer.
    private static func entries(of root: String) -> [String] {
        // Networks stay, and those that are always there come when the first one is asked for; what containers have
        // of them is looked at where they are.
        HostFile.names(in: root).filter { $0 != "networks" }.flatMap { name in
            // One directory comes with the first container that is visited by its name, and stays.
            (name == "names" ? [] : [name])
                + HostFile.names(in: "\(root)/\(name)").flatMap { inner in
                    ["\(name)/\(inner)"]
                        + HostFile.names(in: "\(root)/\(name)/\(inner)").map { "\(name)/\(inner)/\($0)" }
                }
        }
    }

    /// What never changes of each: how long ago something was does by itself.
    private static func rows(of skiff: Skiff) throws -> [String] {
        let containers = ["ps", "--format", "{{.ID}} {{.Names}} {{.Image}}"]
        let images = ["images", "--format", "{{.ID}} {{.Repository}}:{{.Tag}} {{.Digest}}"]
        return try [containers, images].flatMap { words in
            try skiff.run(words + ["--all", "--no-trunc"]).succeeded().lines.sorted()
        }
    }
}
